//! The tables of a Taguette project, as Taguette 1.5 makes them.

use super::sqlite::{Database, Value};

/// The version of the tables that Taguette knows them by.
const VERSION: &str = "db5e31a0233d";
/// Dates have to be there; one of the day would make every file another.
const DATE: &str = "2000-01-01 00:00:00.000000";
/// The one user of a project on a single machine.
const USER: &str = "admin";

/// How the tables are made, in their order.
const TABLES: &[(&str, &str)] = &[
    (
        "users",
        "CREATE TABLE users (login VARCHAR(30) NOT NULL, created DATETIME NOT NULL, hashed_password VARCHAR(192), disabled BOOLEAN NOT NULL, password_set_date DATETIME, language VARCHAR(10), email VARCHAR(256), email_sent DATETIME, CONSTRAINT pk_users PRIMARY KEY (login))",
    ),
    (
        "projects",
        "CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL, created DATETIME NOT NULL)",
    ),
    (
        "project_members",
        "CREATE TABLE project_members (project_id INTEGER NOT NULL, user_login VARCHAR(30) NOT NULL, privileges VARCHAR(11) NOT NULL, CONSTRAINT pk_project_members PRIMARY KEY (project_id, user_login), CONSTRAINT fk_project_members_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE, CONSTRAINT fk_project_members_user_login_users FOREIGN KEY(user_login) REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE)",
    ),
    (
        "documents",
        "CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL, text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL, CONSTRAINT fk_documents_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE)",
    ),
    (
        "commands",
        "CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL, user_login VARCHAR(30) NOT NULL, project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL, CONSTRAINT fk_commands_user_login_users FOREIGN KEY(user_login) REFERENCES users (login) ON UPDATE CASCADE, CONSTRAINT fk_commands_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE)",
    ),
    (
        "tags",
        "CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL, path VARCHAR(200) NOT NULL, description TEXT NOT NULL, CONSTRAINT uq_tags_project_id UNIQUE (project_id, path), CONSTRAINT fk_tags_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE)",
    ),
    (
        "highlights",
        "CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL, start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL, CONSTRAINT fk_highlights_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE)",
    ),
    (
        "highlight_tags",
        "CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, CONSTRAINT pk_highlight_tags PRIMARY KEY (highlight_id, tag_id), CONSTRAINT fk_highlight_tags_highlight_id_highlights FOREIGN KEY(highlight_id) REFERENCES highlights (id) ON DELETE CASCADE, CONSTRAINT fk_highlight_tags_tag_id_tags FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE)",
    ),
    (
        "alembic_version",
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    ),
];

/// The indexes: name, table, columns, and how they are made; those without SQL belong to a constraint.
const INDEXES: &[(&str, &str, &[usize], Option<&str>)] = &[
    ("sqlite_autoindex_users_1", "users", &[0], None),
    ("sqlite_autoindex_project_members_1", "project_members", &[0, 1], None),
    ("sqlite_autoindex_tags_1", "tags", &[1, 2], None),
    ("sqlite_autoindex_highlight_tags_1", "highlight_tags", &[0, 1], None),
    ("sqlite_autoindex_alembic_version_1", "alembic_version", &[0], None),
    ("ix_users_email", "users", &[6], Some("CREATE UNIQUE INDEX ix_users_email ON users (email)")),
    (
        "ix_project_members_user_login",
        "project_members",
        &[1],
        Some("CREATE INDEX ix_project_members_user_login ON project_members (user_login)"),
    ),
    (
        "ix_project_members_project_id",
        "project_members",
        &[0],
        Some("CREATE INDEX ix_project_members_project_id ON project_members (project_id)"),
    ),
    (
        "ix_documents_project_id",
        "documents",
        &[5],
        Some("CREATE INDEX ix_documents_project_id ON documents (project_id)"),
    ),
    ("ix_commands_user_login", "commands", &[2], Some("CREATE INDEX ix_commands_user_login ON commands (user_login)")),
    ("idx_project_id", "commands", &[3, 0], Some("CREATE INDEX idx_project_id ON commands (project_id, id)")),
    (
        "ix_commands_document_id",
        "commands",
        &[4],
        Some("CREATE INDEX ix_commands_document_id ON commands (document_id)"),
    ),
    (
        "idx_project_document",
        "commands",
        &[3, 4],
        Some("CREATE INDEX idx_project_document ON commands (project_id, document_id)"),
    ),
    ("ix_commands_date", "commands", &[1], Some("CREATE INDEX ix_commands_date ON commands (date)")),
    ("ix_commands_project_id", "commands", &[3], Some("CREATE INDEX ix_commands_project_id ON commands (project_id)")),
    ("ix_tags_path", "tags", &[2], Some("CREATE INDEX ix_tags_path ON tags (path)")),
    ("ix_tags_project_id", "tags", &[1], Some("CREATE INDEX ix_tags_project_id ON tags (project_id)")),
    (
        "ix_highlights_document_id",
        "highlights",
        &[1],
        Some("CREATE INDEX ix_highlights_document_id ON highlights (document_id)"),
    ),
    (
        "ix_highlight_tags_highlight_id",
        "highlight_tags",
        &[0],
        Some("CREATE INDEX ix_highlight_tags_highlight_id ON highlight_tags (highlight_id)"),
    ),
    (
        "ix_highlight_tags_tag_id",
        "highlight_tags",
        &[1],
        Some("CREATE INDEX ix_highlight_tags_tag_id ON highlight_tags (tag_id)"),
    ),
];

/// The rows of a project. The first column of a table that numbers its rows is [`Value::Null`].
pub(super) struct Tables {
    project: Vec<Value>,
    documents: Vec<Vec<Value>>,
    pub(super) tags: Vec<Vec<Value>>,
    highlights: Vec<Vec<Value>>,
    highlight_tags: Vec<Vec<Value>>,
}

impl Tables {
    pub(super) fn new(name: &str) -> Self {
        Self {
            project: vec![Value::Null, Value::text(name), Value::text(""), Value::text(DATE)],
            documents: Vec::new(),
            tags: Vec::new(),
            highlights: Vec::new(),
            highlight_tags: Vec::new(),
        }
    }

    pub(super) fn add_document(&mut self, name: &str, file: &str, html: &str) {
        let text = Value::text;
        self.documents.push(vec![
            Value::Null,
            text(name),
            text(""),
            text(file),
            text(DATE),
            Value::Int(1),
            text("LEFT_TO_RIGHT"),
            text(html),
        ]);
    }

    /// Adds a highlight of the document that was added last; tags are numbered from 1.
    pub(super) fn add_highlight(&mut self, start: usize, end: usize, html: &str, mut tags: Vec<usize>) {
        let int = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
        self.highlights.push(vec![Value::Null, int(self.documents.len()), int(start), int(end), Value::text(html)]);
        tags.sort_unstable();
        tags.dedup();
        for tag in tags {
            self.highlight_tags.push(vec![int(self.highlights.len()), int(tag)]);
        }
    }

    /// The file.
    pub(super) fn database(self) -> Vec<u8> {
        let text = Value::text;
        let user =
            [text(USER), text(DATE), Value::Null, Value::Int(0), Value::Null, Value::Null, Value::Null, Value::Null];
        let counted = [
            ("projects", 1),
            ("documents", self.documents.len()),
            ("tags", self.tags.len()),
            ("highlights", self.highlights.len()),
        ];
        let counts: Vec<Vec<Value>> = counted
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(table, count)| vec![text(table), Value::Int(i64::try_from(count).unwrap_or(i64::MAX))])
            .collect();
        let rows = |table: &str| -> Vec<Vec<Value>> {
            match table {
                "users" => vec![user.to_vec()],
                "projects" => vec![self.project.clone()],
                "project_members" => vec![vec![Value::Int(1), text(USER), text("ADMIN")]],
                "documents" => self.documents.clone(),
                "tags" => self.tags.clone(),
                "highlights" => self.highlights.clone(),
                "highlight_tags" => self.highlight_tags.clone(),
                "alembic_version" => vec![vec![text(VERSION)]],
                _ => Vec::new(),
            }
        };
        let mut database = Database::new();
        for (name, sql) in TABLES {
            database.table(name, sql, &rows(name));
        }
        database.table("sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)", &counts);
        for (name, table, columns, sql) in INDEXES {
            database.index(name, table, *sql, &rows(table), columns);
        }
        database.finish()
    }
}

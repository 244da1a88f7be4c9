//! SQLite files, written whole: tables and indexes whose rows are known beforehand. The format: <https://www.sqlite.org/fileformat.html>.

/// The bytes of a page. The list of tables of a small database fits on one, which the first page has to hold.
const PAGE: usize = 16_384;
/// The header of the file, on the first page.
const FILE_HEADER: usize = 100;

/// A cell of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// Nothing; for a column that is the number of the row, that number.
    Null,
    Int(i64),
    Text(String),
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A database being written.
pub(super) struct Database {
    /// All pages but the first, which is number 1.
    pages: Vec<Vec<u8>>,
    /// Rows of the list of tables: type, name, table, first page, SQL.
    schema: Vec<[Value; 5]>,
}

impl Database {
    pub(super) fn new() -> Self {
        Self { pages: Vec::new(), schema: Vec::new() }
    }

    /// Adds a table; its rows have the numbers from 1.
    pub(super) fn table(&mut self, name: &str, sql: &str, rows: &[Vec<Value>]) {
        let cells = (1_u64..).zip(rows).map(|(number, row)| {
            let mut cell = Vec::new();
            let record = record(row);
            varint(&mut cell, record.len() as u64);
            varint(&mut cell, number);
            self.payload(&mut cell, &record, PAGE - 35);
            (number, cell)
        });
        let cells: Vec<(u64, Vec<u8>)> = cells.collect();
        let mut leaves = Level::new(0x0d);
        let mut last = 0;
        for (number, cell) in cells {
            if !leaves.fits(&cell) {
                let mut key = Vec::new();
                varint(&mut key, last);
                leaves.next(key);
            }
            leaves.push(cell);
            last = number;
        }
        let root = self.tree(leaves, 0x05);
        self.schema.push([
            Value::text("table"),
            Value::text(name),
            Value::text(name),
            Value::Int(root),
            Value::text(sql),
        ]);
    }

    /// Adds an index over columns of a table whose rows were added; without SQL, one that a constraint of the table asks for. Columns that are the
    /// row's number have to be given as such in `rows`.
    pub(super) fn index(&mut self, name: &str, table: &str, sql: Option<&str>, rows: &[Vec<Value>], columns: &[usize]) {
        let mut keys: Vec<Vec<Value>> = (1_i64..)
            .zip(rows)
            .map(|(number, row)| {
                columns.iter().map(|column| row[*column].clone()).chain([Value::Int(number)]).collect()
            })
            .collect();
        // In SQLite's order: nothing, numbers, texts by their bytes.
        keys.sort();
        let mut leaves = Level::new(0x0a);
        let count = keys.len();
        for (at, key) in keys.iter().enumerate() {
            let mut cell = Vec::new();
            let record = record(key);
            varint(&mut cell, record.len() as u64);
            self.payload(&mut cell, &record, (PAGE - 12) * 64 / 255 - 23);
            if leaves.fits(&cell) {
                leaves.push(cell);
            } else if at + 1 < count {
                leaves.next(cell);
            } else {
                // The last page must not be empty: the key before goes up instead.
                let before = leaves.pop().unwrap_or_default();
                leaves.next(before);
                leaves.push(cell);
            }
        }
        let root = self.tree(leaves, 0x02);
        let sql = sql.map_or(Value::Null, Value::text);
        self.schema.push([Value::text("index"), Value::text(name), Value::text(table), Value::Int(root), sql]);
    }

    /// The bytes of the file.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut list = Level::new(0x0d);
        for (number, row) in (1_u64..).zip(&self.schema) {
            let mut cell = Vec::new();
            let record = record(row);
            varint(&mut cell, record.len() as u64);
            varint(&mut cell, number);
            cell.extend(record);
            list.push(cell);
        }
        let mut first = page(list.kind, &list.cells, None, FILE_HEADER);
        let pages = u32::try_from(self.pages.len() + 1).unwrap_or(u32::MAX);
        let mut header = Vec::with_capacity(FILE_HEADER);
        header.extend(b"SQLite format 3\0");
        header.extend((PAGE as u16).to_be_bytes());
        // Plain journal, no reserved bytes, the fixed fractions of payload.
        header.extend([1, 1, 0, 64, 32, 32]);
        // Changes, pages, no free pages, version of the list, its format, cache, no vacuum, UTF-8, versions of the user.
        for number in [1, pages, 0, 0, 1, 4, 0, 0, 1, 0, 0, 0] {
            header.extend(u32::to_be_bytes(number));
        }
        header.resize(92, 0);
        header.extend(1_u32.to_be_bytes());
        header.extend(3_040_001_u32.to_be_bytes());
        first[..FILE_HEADER].copy_from_slice(&header);
        self.pages.into_iter().fold(first, |mut file, page| {
            file.extend(page);
            file
        })
    }

    fn add(&mut self, page: Vec<u8>) -> u32 {
        self.pages.push(page);
        u32::try_from(self.pages.len() + 1).unwrap_or(u32::MAX)
    }

    /// Builds the tree over its leaves; returns the page of its root.
    fn tree(&mut self, leaves: Level, inner: u8) -> i64 {
        let (mut children, mut keys) = self.write(leaves);
        while children.len() > 1 {
            let mut level = Level::new(inner);
            let last = children.len() - 1;
            for at in 0..last {
                let mut cell = children[at].to_be_bytes().to_vec();
                cell.extend(&keys[at]);
                if level.fits(&cell) {
                    level.push(cell);
                } else if at + 1 < last {
                    level.rights.push(children[at]);
                    level.next(keys[at].clone());
                } else {
                    // The last page needs a cell: the one before goes up instead.
                    level.pop();
                    level.rights.push(children[at - 1]);
                    level.next(keys[at - 1].clone());
                    level.push(cell);
                }
            }
            level.rights.push(children[last]);
            (children, keys) = self.write(level);
        }
        i64::from(children[0])
    }

    /// Writes the pages of a level; returns their numbers and the keys between them.
    fn write(&mut self, mut level: Level) -> (Vec<u32>, Vec<Vec<u8>>) {
        let cells = std::mem::take(&mut level.cells);
        level.done.push(cells);
        let mut numbers = Vec::new();
        for (at, cells) in level.done.iter().enumerate() {
            let bytes = page(level.kind, cells, level.rights.get(at).copied(), 0);
            numbers.push(self.add(bytes));
        }
        (numbers, level.keys)
    }

    /// Adds a record to a cell; what is too long goes on pages of its own.
    fn payload(&mut self, cell: &mut Vec<u8>, record: &[u8], most: usize) {
        if record.len() <= most {
            cell.extend(record);
            return;
        }
        let least = (PAGE - 12) * 32 / 255 - 23;
        let fitting = least + (record.len() - least) % (PAGE - 4);
        let local = if fitting <= most { fitting } else { least };
        cell.extend(&record[..local]);
        let chunks: Vec<&[u8]> = record[local..].chunks(PAGE - 4).collect();
        // The pages follow one another.
        let first = u32::try_from(self.pages.len() + 2).unwrap_or(u32::MAX);
        cell.extend(first.to_be_bytes());
        let count = chunks.len();
        for (at, chunk) in chunks.into_iter().enumerate() {
            let next = if at + 1 < count { u32::try_from(self.pages.len() + 3).unwrap_or(u32::MAX) } else { 0 };
            let mut page = next.to_be_bytes().to_vec();
            page.extend(chunk);
            page.resize(PAGE, 0);
            self.add(page);
        }
    }
}

/// The pages of one level of a tree.
struct Level {
    kind: u8,
    done: Vec<Vec<Vec<u8>>>,
    /// What separates the pages, for the level above.
    keys: Vec<Vec<u8>>,
    /// The last child of each page; none for leaves.
    rights: Vec<u32>,
    /// The page being filled, and its bytes.
    cells: Vec<Vec<u8>>,
    used: usize,
}

impl Level {
    fn new(kind: u8) -> Self {
        Self { kind, done: Vec::new(), keys: Vec::new(), rights: Vec::new(), cells: Vec::new(), used: 0 }
    }

    fn fits(&self, cell: &[u8]) -> bool {
        // A page header has up to 12 bytes; each cell has two more for its place.
        12 + self.used + cell.len() + 2 <= PAGE
    }

    fn push(&mut self, cell: Vec<u8>) {
        self.used += cell.len() + 2;
        self.cells.push(cell);
    }

    /// Takes back the last cell.
    fn pop(&mut self) -> Option<Vec<u8>> {
        let cell = self.cells.pop()?;
        self.used -= cell.len() + 2;
        Some(cell)
    }

    fn next(&mut self, key: Vec<u8>) {
        self.done.push(std::mem::take(&mut self.cells));
        self.used = 0;
        self.keys.push(key);
    }
}

/// One page; its header comes after `offset` bytes.
fn page(kind: u8, cells: &[Vec<u8>], right: Option<u32>, offset: usize) -> Vec<u8> {
    let mut page = vec![0; PAGE];
    let mut content = PAGE;
    let mut places = Vec::new();
    for cell in cells {
        content -= cell.len();
        page[content..content + cell.len()].copy_from_slice(cell);
        places.extend((content as u16).to_be_bytes());
    }
    let mut header = vec![kind, 0, 0];
    header.extend((cells.len() as u16).to_be_bytes());
    header.extend((content as u16).to_be_bytes());
    header.push(0);
    header.extend(right.into_iter().flat_map(u32::to_be_bytes));
    header.extend(places);
    page[offset..offset + header.len()].copy_from_slice(&header);
    page
}

/// A row as bytes: the types of its cells, then the cells.
fn record(row: &[Value]) -> Vec<u8> {
    let mut types: Vec<u8> = Vec::new();
    let mut body: Vec<u8> = Vec::new();
    for value in row {
        match value {
            Value::Null => varint(&mut types, 0),
            Value::Int(0) => varint(&mut types, 8),
            Value::Int(1) => varint(&mut types, 9),
            Value::Int(number) => {
                let bytes = number.to_be_bytes();
                let (kind, width) = match number {
                    -0x80..0x80 => (1, 1),
                    -0x8000..0x8000 => (2, 2),
                    -0x8000_0000..0x8000_0000 => (4, 4),
                    _ => (6, 8),
                };
                varint(&mut types, kind);
                body.extend(&bytes[8 - width..]);
            }
            Value::Text(text) => {
                varint(&mut types, 13 + 2 * text.len() as u64);
                body.extend(text.as_bytes());
            }
        }
    }
    // The length of the header counts itself, in one byte or two.
    let length = if types.len() < 127 { types.len() + 1 } else { types.len() + 2 };
    let mut record = Vec::new();
    varint(&mut record, length as u64);
    record.extend(types);
    record.extend(body);
    record
}

/// A number in groups of seven bits, the highest first.
fn varint(out: &mut Vec<u8>, number: u64) {
    // No length or row number here needs the ninth byte, which would hold eight bits.
    let groups = (64 - number.leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let bits = (number >> (7 * group)) as u8 & 0x7f;
        out.push(if group > 0 { bits | 0x80 } else { bits });
    }
}

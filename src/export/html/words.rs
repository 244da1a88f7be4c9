//! The English words of the page: what is not a bare mark stands here, so that the page can be put into another language in one place.

/// What the quotations of a page are called: answers of a survey, or quotations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nouns {
    pub(super) one: &'static str,
    pub(super) many: &'static str,
    /// The head of a column.
    pub(super) head: &'static str,
    pub(super) person: &'static str,
    pub(super) people: &'static str,
    pub(super) people_head: &'static str,
}

pub(super) const QUOTATIONS: Nouns = Nouns {
    one: "quotation",
    many: "quotations",
    head: "Quotations",
    person: "speaker",
    people: "speakers",
    people_head: "Speakers",
};

pub(super) const ANSWERS: Nouns = Nouns {
    one: "answer",
    many: "answers",
    head: "Answers",
    person: "respondent",
    people: "respondents",
    people_head: "Respondents",
};

impl Nouns {
    pub(super) fn count(&self, number: usize) -> String {
        count(number, self.one, self.many)
    }

    pub(super) fn count_people(&self, number: usize) -> String {
        count(number, self.person, self.people)
    }
}

/// A number with thousands apart and the noun that fits it.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// A number with a comma before each three digits.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of a whole with a sign for percent, which no line ends before.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

/// A share of a base. Small shares of a large base have one digit more, which it bears.
pub(super) fn share_of(share: f64, base: usize) -> String {
    const LARGE: usize = 500;
    const SMALL: f64 = 0.0995;
    if base >= LARGE && share > 0.0 && share < SMALL { format!("{:.1}\u{a0}%", share * 100.0) } else { percent(share) }
}

/// A p value as journals print it.
pub(super) fn p(value: f64) -> String {
    if value < 0.001 { "< .001".to_owned() } else { format!("{value:.3}").trim_start_matches('0').to_owned() }
}

pub(super) fn title(what: &str, themes: usize, quotations: &str) -> String {
    match themes {
        0 => format!("{what}: {quotations}"),
        themes => format!("{what}: {} in {quotations}", count(themes, "theme", "themes")),
    }
}

pub(super) fn documents(number: usize) -> String {
    count(number, "document", "documents")
}

pub(super) fn themed(share: f64, nouns: &Nouns, base: usize) -> String {
    format!("{} of {} with content have a theme", percent(share), nouns.count(base))
}

pub(super) const SKIP: &str = "Skip to the quotations";
pub(super) const CONTENTS: &str = "Contents";
pub(super) const THEMES: &str = "Themes";
pub(super) const QUESTIONS: &str = "By question";
pub(super) const OVER_TIME: &str =
    "Each point is the share of the period, on one scale for all themes; the table below has the numbers.";
pub(super) const GROUPS: &str = "By group";
pub(super) const TOGETHER: &str = "Together";
pub(super) const TOGETHER_LONG: &str = "Themes that come together";
pub(super) const MADE_OF: &str = "Theme by theme";
pub(super) const QUOTES: &str = "Quotations";
pub(super) const SET_ASIDE: &str = "Set aside";
pub(super) const SOURCES: &str = "Sources";
pub(super) const METHOD: &str = "Method";
pub(super) const NO_THEME_THERE: &str = "There is no theme.";
pub(super) const NO_QUOTATION: &str = "There is no quotation.";
pub(super) const ALL: &str = "All";

pub(super) const THEME: &str = "Theme";
pub(super) const SHARE: &str = "Share";
pub(super) const DOCUMENTS: &str = "Documents";
pub(super) const NO_THEME: &str = "No theme";
pub(super) const NO_CONTENT: &str = "No content (“n/a” and the like)";
pub(super) const WITH_CONTENT: &str = "All with content";
pub(super) const SINGLE_VOICE: &str = "single voice";
pub(super) const SINGLE_VOICE_LONG: &str = "Single voice: fewer than two known speakers.";

pub(super) const LEVELS: &str = "A theme with others below it counts theirs too, each quotation once.";
pub(super) const OWN: &str = "Own";
pub(super) const OWN_ONLY: &str = "Here each theme counts its own quotations, without those of the themes below it.";
pub(super) const BY_LIKENESS: &str = "By likeness";

pub(super) fn more_themes(number: usize) -> String {
    format!("Show {number} more {}", if number == 1 { "theme" } else { "themes" })
}

pub(super) fn themes_caption(nouns: &Nouns, base: usize) -> String {
    format!(
        "Share of the {} with content that each theme comes up in; {} may have several themes. The thin line is the 95 % interval (Wilson).",
        nouns.count(base),
        if nouns.one == "answer" { "an answer" } else { "a quotation" },
    )
}

pub(super) fn questions_caption(nouns: &Nouns) -> String {
    format!("Share of the {} to each question, on one scale. The thin line is the 95 % interval (Wilson).", nouns.many)
}

pub(super) fn other_themes(facet: &str, number: usize) -> String {
    format!("{facet}: {number} more {}", if number == 1 { "theme" } else { "themes" })
}

pub(super) const KIND_OF_SPEAKER: &str = "kind of speaker";
pub(super) const KIND_OF_QUOTATION: &str = "kind of quotation";

pub(super) fn more_questions(number: usize) -> String {
    format!("Show {number} more {}", if number == 1 { "question" } else { "questions" })
}

pub(super) fn rarer_themes(number: usize) -> String {
    format!("{} left out here.", count(number, "rarer theme is", "rarer themes are"))
}

pub(super) fn by_facet(nouns: &Nouns) -> String {
    format!(": {} and their share of the group", nouns.many)
}

pub(super) fn missing(nouns: &Nouns, number: usize) -> String {
    match number {
        0 => String::new(),
        number => format!("; {} without a group", nouns.count(number)),
    }
}

pub(super) const OF: &str = "of";
pub(super) const P: &str = "p";
pub(super) const HIDDEN: &str = "hidden";
pub(super) const HIDDEN_LONG: &str = "Hidden: a small cell";
pub(super) const MORE_OFTEN: &str = "more often than elsewhere";
pub(super) const LESS_OFTEN: &str = "less often than elsewhere";
pub(super) const DIFFERS: &str = "▲ more and ▼ less often than in the other groups, marked only where the test says that the groups differ (p < .05, corrected after Holm).";
pub(super) const NOTHING_DIFFERS: &str =
    "No theme differs between the groups more than chance makes it (p < .05, corrected after Holm).";

pub(super) fn scale(top: &str) -> String {
    format!("Colour: from 0 to {top} of the group.")
}

pub(super) fn small_groups(number: usize, least: usize, nouns: &Nouns) -> String {
    let groups = count(number, "group", "groups");
    let is = if number == 1 { "is" } else { "are" };
    format!("{groups} of fewer than {least} {} {is} not shown; the tables beside this file have them.", nouns.many)
}

pub(super) fn no_large_group(least: usize, nouns: &Nouns) -> String {
    format!("No two groups have {least} {} or more; the tables beside this file have them all.", nouns.many)
}

pub(super) const PAIRS_CAPTION: &str =
    "Quotations with both themes. Colour: how far the number is above (warm) or below (cool) what chance would give.";
pub(super) const PAIR_LIST: &str = "Pairs farthest from what chance would give";
pub(super) const WITH: &str = "with";
pub(super) const BOTH: &str = "Both";
pub(super) const EXPECTED: &str = "Expected";
pub(super) const RATIO: &str = "Ratio";
pub(super) const JACCARD: &str = "Jaccard";
pub(super) const RATIOS: [&str; 5] = ["half or less", "less", "as expected", "more", "twice or more"];

pub(super) fn small_pairs(minimum: usize) -> String {
    format!("Pairs of fewer than {minimum} speakers are left out.")
}

pub(super) fn other_pairs(number: usize) -> String {
    format!("{} left out here; cooccurrence.csv has all.", count(number, "other pair is", "other pairs are"))
}

pub(super) fn only_most_frequent(number: usize) -> String {
    format!("The {number} most frequent themes.")
}

pub(super) const NAME: &str = "Name";
pub(super) const KIND: &str = "Kind";
pub(super) const ROLE: &str = "Role";
pub(super) const AFFILIATION: &str = "Affiliation";
pub(super) const STATEMENTS: &str = "Statements";
pub(super) const WORDS_SHARE: &str = "Share of words";
pub(super) const WHO_IS_QUOTED: &str = "Who is quoted";

pub(super) fn audit(name: &str) -> String {
    format!("By {name}")
}

pub(super) const AUDIT: [&str; 3] = ["kind of speaker", "role", "affiliation"];

pub(super) fn more_speakers(number: usize) -> String {
    format!("Show {} more {}", grouped(number), if number == 1 { "speaker" } else { "speakers" })
}

pub(super) fn speakers_left_out(number: usize) -> String {
    format!("{} left out here; speakers.csv has all.", count(number, "more speaker is", "more speakers are"))
}

pub(super) fn unattributed(unresolved: usize, none: usize) -> String {
    let mut parts = Vec::new();
    if unresolved > 0 {
        parts.push(format!(
            "{} by a pronoun whose speaker is not settled",
            count(unresolved, "quotation", "quotations")
        ));
    }
    if none > 0 {
        parts.push(format!("{} without a speaker", count(none, "quotation", "quotations")));
    }
    match parts.is_empty() {
        true => "Every quotation has a speaker.".to_owned(),
        false => format!("{}.", parts.join("; ")),
    }
}

pub(super) fn each_respondent(people: usize, answers: usize) -> String {
    let each = if people == 0 { 0.0 } else { answers as f64 / people as f64 };
    format!(
        "{} gave {}, {each:.1} each. Nobody is named here; the quotations below carry their number.",
        count(people, "respondent", "respondents"),
        count(answers, "answer", "answers")
    )
}

pub(super) const EMPTY_THEME: &str = "No quotation is under this theme.";
pub(super) const CODEBOOK_WORDS: &str = "Words:";
pub(super) const SUGGESTED: &str = "Suggested:";
pub(super) const LINE: &str = "line";
pub(super) const ROW: &str = "row";

pub(super) fn number_of_quotations(nouns: &Nouns, number: usize, weak: usize) -> String {
    let all = nouns.count(number);
    match weak {
        0 => all,
        weak => format!("{all}, {} of them only suggested", grouped(weak)),
    }
}

pub(super) fn listed(listed: usize, all: usize) -> String {
    format!(
        "{} of {} quotations are listed here: the first, and those that stand for a theme. The tables have all of them.",
        grouped(listed),
        grouped(all)
    )
}

pub(super) fn without_content(number: usize) -> String {
    format!("{} without content (“n/a” and the like)", count(number, "answer", "answers"))
}

pub(super) fn not_named(evidence: &str) -> String {
    format!("speaker not named ({evidence})")
}

pub(super) fn by(words: &str) -> String {
    format!("by: {words}")
}

pub(super) fn aside(number: usize) -> String {
    format!(
        "{} between quotation marks that {} no quotations",
        count(number, "stretch", "stretches"),
        if number == 1 { "is" } else { "are" }
    )
}

pub(super) const SOURCE_NOTE: &str =
    "The texts as they were read, with the number of each line. A mark leads back to its quotation.";
pub(super) const LEGEND: [&str; 4] = ["direct", "mixed", "indirect", "the name of the speaker"];

pub(super) const METHOD_BYTES: &str =
    "Quotations and responses were taken from the texts byte for byte; each is the text at the place given.";
pub(super) const METHOD_TESTS: &str = "Percentages are shares of the quotations with content unless a table says otherwise; intervals are Wilson’s at 95 %. \
    Tests are chi-square or Fisher’s, corrected after Holm for the number of themes.";
pub(super) const METHOD_SURVEY: &str =
    "They count respondents, not answers: whoever gave several answers counts once for each theme in each group.";
pub(super) const METHOD_CAUTION: &str = "Counts of quotations are not counts of people: one speaker may be quoted often, and nobody was drawn at random. \
    Small groups can identify people. Themes are suggestions with their evidence, not verdicts: read the quotations.";

/// The figures of the method: what became of all quotations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    pub(super) all: usize,
    pub(super) content: usize,
    pub(super) no_content: usize,
    pub(super) coded: usize,
    pub(super) uncoded: usize,
    pub(super) weak: usize,
    pub(super) themes_each: Option<f64>,
}

pub(super) fn method_counts(figures: Figures) -> String {
    let Figures { all, content, no_content, coded, uncoded, weak, themes_each } = figures;
    let mut text = format!(
        "Of {all} quotations, {content} with content were put under themes, {no_content} were answers that say nothing and are counted apart, \
         and {} were not themed. {coded} have one theme or more, {uncoded} have none.",
        all - content - no_content
    );
    if let Some(each) = themes_each {
        text.push_str(&format!(" A quotation with a theme has {each:.1} on average."));
    }
    if weak > 0 {
        text.push_str(&format!(
            " {weak} assignments are weak: they are shown as suggestions and deserve a second look."
        ));
    }
    text
}

pub(super) const CITE: &str = "How to cite";

pub(super) fn cite(title: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "{title}. Report of verbatims, version {version}. Give the date of the run, the codebook and the settings with it."
    )
}

pub(super) fn footer() -> String {
    format!(
        "Made with verbatims {}. Nothing in this file is loaded from elsewhere, and nothing leaves it.",
        env!("CARGO_PKG_VERSION")
    )
}

/// The words of the script, by the names that it uses.
pub(super) const SCRIPT: &[(&str, &str)] = &[
    ("search", "Search"),
    ("searchHint", "Words, or a \"phrase\""),
    ("clear", "Clear"),
    ("all", "all"),
    ("none", "(no theme)"),
    ("theme", "Theme"),
    ("speaker", "Speaker"),
    ("question", "Question"),
    ("document", "Document"),
    ("kind", "Kind"),
    ("review", "Needs review"),
    ("reviewSuggested", "suggested theme"),
    ("reviewSpeaker", "speaker not settled"),
    ("reviewDone", "reviewed by you"),
    ("shown", "{n} of {all}"),
    ("nothing", "Nothing is like that. Clear the search or a filter."),
    ("more", "Show {n} more"),
    ("lines", "Keyword in context"),
    ("sort", "Sort by this column"),
    ("mode", "Review"),
    (
        "modeHint",
        "Check codings and change them. Nothing leaves this page: download the edits and give them to verbatims run --edits.",
    ),
    ("accept", "Accept"),
    ("reject", "Reject"),
    ("other", "Other theme…"),
    ("newTheme", "New theme…"),
    ("newThemeAsk", "Name of the new theme"),
    ("who", "Wrong speaker…"),
    ("whoAsk", "Who said it?"),
    ("not", "Not a quotation"),
    ("note", "Note…"),
    ("noteAsk", "Note on this quotation"),
    ("undo", "Undo"),
    ("download", "Download edits ({n})"),
    ("edits", "Edits: {n}. This browser keeps them until you discard them."),
    ("noEdits", "No edits yet"),
    ("discard", "Discard all"),
    ("discardAsk", "Discard all {n} edits of this report?"),
    ("themesEdit", "Change themes"),
    ("rename", "Rename…"),
    ("renameAsk", "New name of the theme"),
    ("merge", "Merge into…"),
    ("split", "Split off what is shown…"),
    ("splitAsk", "Name of the theme that the {n} shown quotations move to"),
    ("taken", "There is a theme of that name already."),
    ("removed", "Set aside by you: not a quotation"),
    ("noteLabel", "Note:"),
    ("ok", "OK"),
    ("cancel", "Cancel"),
    (
        "keys",
        "Keys: j and k go to the next and the one before, a accept, r reject, t other theme, n new theme, s speaker, x not a quotation, c note, u undo",
    ),
    ("stored", "The browser does not keep edits of this page; download them before you close it."),
];

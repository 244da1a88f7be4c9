//! Role and affiliation in the words around a name or a description.

use crate::lang::Classes;
use crate::text::Span;

use super::super::syntax::index::{Id, Ids, ItemId, each};
use super::super::syntax::paragraph::Paragraph;
use super::super::syntax::token::{Items, Shape, Tag, Token};
use super::organisation::{
    affiliation_at, described_affiliation_at, described_organisation, is_genitive, is_organised, organisation_at,
    organisation_before, organisation_in_bracket, possessor,
};

/// What a person is, and where.
#[derive(Clone, Debug, Default)]
pub(crate) struct Position {
    /// A role may be two spans of the text.
    pub(crate) role: Vec<Span>,
    pub(crate) affiliation: Option<Span>,
    /// How much the role says.
    pub(crate) rank: Rank,
}

/// How much a role says: a title or a relation less than an office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    #[default]
    None,
    /// "Cllr", "neighbour".
    Title,
    /// "deputy director".
    Office,
}

/// Words that name a role.
const ROLES: Classes = Classes::OFFICES.with(Classes::GROUP).with(Classes::RESPONDENT).with(Classes::PERSON_NOUN);

pub(super) fn has_role(paragraph: &Paragraph, words: Ids<ItemId>) -> bool {
    // "Former" stands before a role and is none.
    let adjective = |item: &Token| item.classes.any(Classes::ADJECTIVE) && !item.classes.any(Classes::ROLE);
    let role = |item: &Token| item.classes.any(ROLES) && !adjective(item);
    paragraph.items[words].iter().any(|item| role(item) || paragraph.people.is_post(item))
}

impl Position {
    /// Whether it says anything.
    pub(crate) fn is_told(&self) -> bool {
        !self.role.is_empty() || self.affiliation.is_some()
    }

    /// Adds a role, or a part of one.
    fn add_role(&mut self, paragraph: &Paragraph, words: Ids<ItemId>) {
        let items = &paragraph.items;
        let mut words = words;
        // "The executive in charge of “Today”".
        while words.len() > 1 && items[words.end - 1].tag == Tag::Preposition {
            words.end -= 1;
        }
        // "Press officer Inspector Lena Moss": a rank behind an office is no part of it.
        let small = |at: &ItemId| !items[*at].shape.has(Shape::CAPITAL);
        if let Some(last) = words.into_iter().rev().find(small) {
            let ranked = items[last + 1..words.end].iter().all(|item| item.classes.any(Classes::TITLE));
            if ranked && has_role(paragraph, Ids::new(words.start, last + 1)) {
                words.end = last + 1;
            }
        }
        let office = |item: &Token| {
            item.classes.any(Classes::ROLE) && !item.classes.any(Classes::PERSON_NOUN) || paragraph.people.is_post(item)
        };
        // An office says more than a rank.
        let ranked = items[words].iter().all(|item| paragraph.people.is_rank(item));
        let office = items[words].iter().any(office) && !ranked;
        self.rank = self.rank.max(if office { Rank::Office } else { Rank::Title });
        self.role.push(paragraph.span_of(words));
    }

    /// Role and affiliation in front of a name: "Harvard University Professor Jane Roe", "campaign manager Robby Mook",
    /// "the Harbour Trust’s vice president Omar Bell", "the Courier’s Nina Holt".
    pub(crate) fn read_before(&mut self, paragraph: &Paragraph, words: Ids<ItemId>) {
        let items = &paragraph.items;
        let mut words = Ids::new(first_of_role(paragraph, words), words.end);
        // "Menteri Besar Datuk Ali Rahman".
        while words.len() > 1 && paragraph.people.is_courtesy(&items[words.end - 1]) {
            words.end -= 1;
        }
        if let Some(clitic) = words.into_iter().rev().find(|at| items[*at].tag == Tag::Clitic) {
            let role = Ids::new(clitic + 1, words.end);
            let owner = possessor(paragraph, Ids::new(words.start, clitic));
            let owner = owner.filter(|owner| belongs(paragraph, *owner, role));
            self.affiliation = owner.map(|owner| paragraph.span_of(owner));
            words = role;
        }
        if words.is_empty() || !has_role(paragraph, words) {
            return;
        }
        if self.affiliation.is_none()
            && let Some((organisation, role)) = organisation_before(paragraph, words)
        {
            self.affiliation = Some(paragraph.span_of(organisation));
            words.start = role;
        }
        if self.affiliation.is_none() {
            let organisation = organisation_in_bracket(paragraph, words.start);
            self.affiliation = organisation.map(|organisation| paragraph.span_of(organisation));
        }
        // "Labour MSP Fergus Laird", "Harbour Labour MSP".
        let party = each(words.start..words.end).find_map(|at| {
            let len = paragraph.people.party(&items[at..words.end]);
            let title = at + len;
            let whole =
                len > 0 && title < words.end && items[title..words.end].iter().all(|item| is_title(paragraph, item));
            whole.then_some((Ids::new(at, title), title))
        });
        if let Some((party, title)) = party {
            self.affiliation.get_or_insert(paragraph.span_of(party));
            words.start = title;
        }
        // "Chief Financial Officer of Super Value".
        let found = each(words.start + 1..words.end)
            .find_map(|at| Some((at, affiliation_at(paragraph, at, words, words.start)?)))
            .filter(|(_, organisation)| organisation.end >= words.end && self.affiliation.is_none());
        if let Some((link, organisation)) = found {
            self.affiliation.get_or_insert(paragraph.span_of(Ids::new(organisation.start, words.end)));
            words.end = link;
        }
        self.add_role(paragraph, words);
    }

    /// Role and affiliation in front of a name that belongs to several: "the Harbour Democrats’ Una Kerr".
    pub(crate) fn read_owned(&mut self, paragraph: &Paragraph, owner: Ids<ItemId>, words: Ids<ItemId>) {
        let owner = possessor(paragraph, owner);
        self.affiliation = owner.map(|owner| paragraph.span_of(owner));
        if !words.is_empty() {
            self.read_before(paragraph, words);
        }
    }

    /// A title behind a name: "Mona Daly TD".
    pub(crate) fn add_title(&mut self, paragraph: &Paragraph, title: Ids<ItemId>) {
        if self.role.is_empty() {
            self.add_role(paragraph, title);
        }
    }

    /// What follows a name; the role in front of it is kept where it says as much.
    pub(crate) fn add_behind(&mut self, paragraph: &Paragraph, end: ItemId) {
        let mut behind = Self::default();
        behind.read_behind(paragraph, end, self.rank);
        if self.rank == Rank::Office && behind.rank == Rank::Office {
            self.role.append(&mut behind.role);
        } else if behind.rank > self.rank {
            (self.role, self.rank) = (behind.role, behind.rank);
        }
        self.affiliation = self.affiliation.or(behind.affiliation);
    }

    /// What follows a name: an apposition ("NAME, a nurse at Acme,"), or "of the University of Hull".
    fn read_behind(&mut self, paragraph: &Paragraph, end: ItemId, titled: Rank) {
        let items = &paragraph.items;
        let Some(next) = items.get(end) else { return };
        let mut from = end + 1;
        match next.tag {
            // "NAME, of the University of Hull,".
            Tag::Comma if items.get(from).is_some_and(is_member_link) => return self.read_link(paragraph, from),
            Tag::Comma => {
                let tag = |at: ItemId| items.get(at).map(|item| item.tag);
                // An age: "NAME, 34, a nurse".
                if tag(from) == Some(Tag::Number) && tag(from + 1) == Some(Tag::Comma) {
                    from += 2;
                }
            }
            Tag::Open if self.read_bracket(paragraph, end, titled) => return,
            Tag::Open | Tag::Dash => {}
            _ if is_member_link(next) => return self.read_link(paragraph, end),
            _ => return,
        }
        if let Some(apposition) = apposition(items, from, next.tag).and_then(Ids::filled) {
            self.read_apposition(paragraph, apposition);
        }
    }

    /// The organisation behind a preposition that follows a name.
    fn read_link(&mut self, paragraph: &Paragraph, link: ItemId) {
        let items = &paragraph.items;
        if paragraph.people.links_inside(&items[link]) {
            return;
        }
        let found = organisation_at(paragraph, link + 1);
        let named = found.filter(|found| {
            let place = items[*found].iter().all(|item| item.classes.any(Classes::PLACE));
            let linked = items[link].classes.any(Classes::NAME_LINK);
            is_organised(paragraph, *found) || found.len() > 1 && !place && linked
        });
        let described = || described_organisation(paragraph, link + 1).filter(|_| found.is_none());
        if let Some(found) = named.or_else(described) {
            self.affiliation.get_or_insert(paragraph.span_of(found));
        }
    }

    /// A party, or an organisation that is one for sure, alone in a bracket: "(Lab)", "(OBM)". Whether there is one.
    fn read_bracket(&mut self, paragraph: &Paragraph, open: ItemId, titled: Rank) -> bool {
        let items = &paragraph.items;
        let Some(close) = each(open + 1..items.end()).take(6).find(|at| items[*at].tag == Tag::Close) else {
            return false;
        };
        let inside = Ids::new(open + 1, close);
        let party = paragraph.people.party(&items[inside]) == inside.len();
        let acronym = inside.len() == 1 && titled == Rank::None && is_organised(paragraph, inside);
        let named = organisation_at(paragraph, open + 1).is_some_and(|found| found.end == close);
        let whole = party || named && (acronym || inside.len() > 1 && is_organised(paragraph, inside));
        if !inside.is_empty() && whole {
            self.affiliation.get_or_insert(paragraph.span_of(inside));
        }
        !inside.is_empty() && whole
    }

    /// What a verb says that somebody is: "NAME is the head of Acme", "NAME, who works as a nurse", "NAME teaches at Acme". The
    /// item is the one behind the name.
    pub(crate) fn read_statement(&mut self, paragraph: &Paragraph, end: ItemId) {
        let (items, people) = (&paragraph.items, &paragraph.people);
        let tag = |at: ItemId| items.get(at).map(|item| item.tag);
        let mut verb = end;
        if tag(verb) == Some(Tag::Comma) && matches!(tag(verb + 1), Some(Tag::Relative)) {
            verb += 1;
        }
        if tag(verb) == Some(Tag::Relative) {
            verb += 1;
        }
        if verb >= items.end() {
            return;
        }
        let rest = &items[verb..];
        let works_at = people.works_at(rest);
        if works_at > 0 {
            let at = verb + works_at;
            let found = organisation_at(paragraph, at).or_else(|| described_organisation(paragraph, at));
            self.affiliation = found.map(|found| paragraph.span_of(found));
            return;
        }
        let mut from = verb + people.works_as(rest);
        if from == verb {
            if !people.is_copula(&items[verb]) {
                return;
            }
            from += 1;
            while tag(from) == Some(Tag::Adverb) {
                from += 1;
            }
        }
        let opens = |tag: Tag| {
            matches!(tag, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Word)
        };
        if !tag(from).is_some_and(opens) {
            return;
        }
        let Some(words) = apposition(items, from, Tag::Dash).and_then(Ids::filled) else { return };
        let head = words.into_iter().find(|at| items[*at].tag == Tag::Preposition).unwrap_or(words.end);
        let office = each(words.start..head).find(|at| items[*at].classes.any(Classes::OFFICES));
        let Some(office) = office.filter(|_| has_role(paragraph, Ids::new(words.start, head))) else { return };
        let given = |item: &Token| item.classes.any(Classes::GIVEN_HE | Classes::GIVEN_SHE);
        if !items[office + 1..head].iter().any(given) {
            self.read_apposition(paragraph, words);
        }
    }

    /// What a description says that stands before a name and a comma: "the spokesman of the bureau, NAME".
    pub(crate) fn read_description(&mut self, paragraph: &Paragraph, words: Ids<ItemId>) {
        if let Some(words) = words.filled() {
            self.read_apposition(paragraph, words);
        }
    }

    /// Role and affiliation in a description.
    fn read_apposition(&mut self, paragraph: &Paragraph, words: Ids<ItemId>) {
        /// The most items of a role.
        const LONGEST: usize = 14;
        let items = &paragraph.items;
        let Ids { mut start, end: mut to } = words;
        // "NAME, and other critics", "NAME, a nurse and a dozen others": who is joined is somebody else.
        let joined = |at: &ItemId| items[*at].tag == Tag::Conjunction;
        if joined(&start) {
            return;
        }
        let another = |at: &ItemId| joined(at) && items.get(*at + 1).is_some_and(|next| next.tag == Tag::Determiner);
        to = each(start..to).find(another).unwrap_or(to);
        while start < to && matches!(items[start].tag, Tag::Determiner | Tag::Adverb | Tag::Possessive) {
            start += 1;
        }
        let head_of = |start: ItemId, to: ItemId| {
            each(start..to)
                .find(|at| matches!(items[*at].tag, Tag::Preposition | Tag::To) || is_genitive(items, *at))
                .unwrap_or(to)
        };
        // "A republican operative and Marsh’s chief strategist": the first says what, the second of whom.
        let joint = each(start..head_of(start, to)).find(joined).filter(|joint| {
            let owned = items[*joint..head_of(start, to)].iter().any(|item| item.tag == Tag::Clitic);
            *joint > start && owned && has_role(paragraph, Ids::new(start, *joint))
        });
        to = joint.unwrap_or(to);
        // "The Harbour Trust’s vice president".
        let own = organisation_at(paragraph, start).map_or(start, |organisation| organisation.end.min(to));
        let within = own.max(head_of(start, to));
        let clitic = each(start..(within + 1).min(to)).rev().find(|at| items[*at].tag == Tag::Clitic);
        // "The mayor, Ann Poole, met the firm's manager": what she did.
        let acts = |clitic: ItemId| items[start..clitic].iter().any(|item| item.tag == Tag::Verb);
        if clitic.is_some_and(acts) {
            return;
        }
        let mut owner = clitic.and_then(|clitic| {
            let owner = possessor(paragraph, Ids::new(start, clitic))?;
            belongs(paragraph, owner, Ids::new(clitic + 1, head_of(clitic + 1, to))).then_some(owner)
        });
        if let Some(clitic) = clitic {
            start = clitic + 1;
        }
        if owner.is_none()
            && start < to
            && let Some((organisation, role)) = organisation_before(paragraph, Ids::new(start, to))
            && has_role(paragraph, Ids::new(role, head_of(role, to)))
        {
            owner = Some(organisation);
            start = role;
        }
        // The role comes before the first preposition, else this is no description of a person.
        let head = head_of(start, to);
        if start >= head || !is_role(paragraph, Ids::new(start, head)) {
            return;
        }
        let mut links = each(start..to).filter_map(|at| Some((at, affiliation_at(paragraph, at, words, start)?)));
        // "Head of Care at the Marsh Hospice": common words with capitals are rather a field where something else follows.
        let field = |found: &(ItemId, Ids<ItemId>)| {
            items[found.1].iter().all(|item| item.classes.any(Classes::NOUN | Classes::ADJECTIVE))
        };
        let named = links.next().map(|first| if field(&first) { links.next().unwrap_or(first) } else { first });
        let described =
            || each(start..to).find_map(|at| Some((at, described_affiliation_at(paragraph, at, words, start)?)));
        let affiliation = named.or_else(described);
        let place = |at: &ItemId| {
            let link = items[*at].tag == Tag::Preposition && paragraph.people.links_place(&items[*at]);
            link && items.get(*at + 1).is_some_and(|next| next.tag == Tag::Name)
        };
        // "A lecturer from Nottingham": a place is no part of the role.
        let end = affiliation.map_or_else(|| each(start..to).find(place).unwrap_or(to), |(at, _)| at);
        if end > start && end - start <= LONGEST {
            self.add_role(paragraph, Ids::new(start, end));
        }
        if let Some(owner) = owner {
            self.affiliation.get_or_insert(paragraph.span_of(owner));
        }
        let Some((_, organisation)) = affiliation else { return };
        self.affiliation.get_or_insert(paragraph.span_of(organisation));
        self.add_second(paragraph, organisation.end, to);
    }

    /// A second role behind the affiliation: "… at the Institute and policy researcher".
    fn add_second(&mut self, paragraph: &Paragraph, end: ItemId, to: ItemId) {
        let items = &paragraph.items;
        let second = end + 1;
        if items.get(end).is_some_and(|item| item.tag == Tag::Conjunction) && second < to {
            let stop = each(second..to).find(|at| items[*at].tag == Tag::Preposition).unwrap_or(to);
            if has_role(paragraph, Ids::new(second, stop)) {
                let from = if items[second].tag == Tag::Determiner { second + 1 } else { second };
                self.add_role(paragraph, Ids::new(from, stop));
            }
        }
    }
}

/// Where a role begins whose first words were taken for a verb: "press" in "deputy press officer Lena Moss".
fn first_of_role(paragraph: &Paragraph, words: Ids<ItemId>) -> ItemId {
    let items = &paragraph.items;
    let noun = Classes::NOUN.with(Classes::DOCUMENT).with(Classes::ORGANISATION);
    let small = |item: &Token| !item.shape.has(Shape::CAPITAL);
    let Some(before) = words.start.checked_sub(1).map(|at| &items[at]) else { return words.start };
    // "Managing director Nia Rees".
    if paragraph.people.opens_role(before)
        && items[words.start].classes.any(Classes::OFFICES)
        && (small(before) || paragraph.sentences[paragraph.sentence_of(words.start)].start + 1 == words.start)
    {
        return words.start - 1;
    }
    let taken = matches!(before.tag, Tag::Cue | Tag::Verb) && small(before) && before.classes.any(noun);
    let role = items.get(words.start).is_some_and(|item| small(item) && item.classes.any(Classes::ROLE));
    if !taken || !role {
        return words.start;
    }
    let describes = |item: &Token| matches!(item.tag, Tag::Adjective | Tag::Noun | Tag::Word) && small(item);
    let mut first = words.start - 1;
    while let Some(before) = first.checked_sub(1).filter(|before| describes(&items[*before])) {
        first = before;
    }
    let opened = first.checked_sub(1).is_none_or(|before| items[before].tag <= Tag::Determiner);
    if opened { first } else { words.start }
}

/// Whether somebody in a role belongs to its owner: a club's coach does, a man's agent does not.
fn belongs(paragraph: &Paragraph, owner: Ids<ItemId>, role: Ids<ItemId>) -> bool {
    let post = paragraph.items[role].iter().any(|item| paragraph.people.is_post(item));
    role.is_empty() || post || owner.len() > 1 || is_organised(paragraph, owner)
}

/// Whether words end in one for what one person is: "head coach", "professor emeritus", not "delegate warfare" or "refugees".
fn is_role(paragraph: &Paragraph, words: Ids<ItemId>) -> bool {
    let items = &paragraph.items;
    let several =
        |item: &Token| item.classes.any(Classes::GROUP) && !item.classes.any(Classes::OFFICES | Classes::PERSON_NOUN);
    let last = &items[words.end - 1];
    let near = Ids::new(if words.len() > 2 { words.end - 2 } else { words.start }, words.end);
    // A bracket or a quoted word behind the role says more of it.
    let closed = last.tag <= Tag::Punctuation;
    !several(last) && (closed && has_role(paragraph, words) || has_role(paragraph, near))
}

/// Whether a preposition ties a person to an organisation.
fn is_member_link(item: &Token) -> bool {
    item.tag == Tag::Preposition && item.classes.any(Classes::MEMBER_LINK)
}

/// Whether a word is a title of a member or an officer.
fn is_title(paragraph: &Paragraph, item: &Token) -> bool {
    item.classes.any(Classes::TITLE) || item.shape.has(Shape::UPPER) && paragraph.people.is_title(item)
}

/// The items of an apposition that begins at `from`; none where they are a clause or too many. `opener` is the tag before them.
fn apposition(items: &Items, from: ItemId, opener: Tag) -> Option<Ids<ItemId>> {
    /// The most items of an apposition.
    const LONGEST: usize = 30;
    let mut to = from;
    while let Some(item) = items.get(to) {
        match item.tag {
            Tag::Comma => break,
            Tag::Close if opener == Tag::Open => break,
            Tag::Cue if item.classes.any(Classes::REPORTING) && !item.classes.any(Classes::OFFICES | Classes::NOUN) => {
                // "In Hull with Bo Ray, the mayor said": the subject of the verb, not the one before.
                if opener == Tag::Comma && items[from].tag == Tag::Determiner {
                    return None;
                }
                break;
            }
            // "According to NAME, staff are …": a clause, not an apposition.
            Tag::Auxiliary | Tag::Modal => return None,
            Tag::Stop | Tag::Relative | Tag::Quoted | Tag::Semicolon | Tag::Colon | Tag::That | Tag::Pronoun => break,
            _ => to += 1,
        }
        if to - from > LONGEST {
            return None;
        }
    }
    Some(Ids::new(from, to))
}

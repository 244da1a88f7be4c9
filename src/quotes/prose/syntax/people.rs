//! Words that say who somebody is, by hash: they matter only once a speaker is named, so they are no classes of every token.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lang::{Classes, Language, List};

use super::token::Token;
use super::word_hash::{hash, short};

/// The lists of a language that speakers are read with.
#[derive(Debug, Default)]
pub(crate) struct PeopleWords {
    posts: FxHashSet<u32>,
    field_posts: FxHashSet<u32>,
    state_offices: FxHashSet<u32>,
    group_nouns: FxHashSet<u32>,
    document_nouns: FxHashSet<u32>,
    titled_documents: FxHashSet<u32>,
    organisation_words: FxHashSet<u32>,
    name_titles: FxHashSet<u32>,
    /// Parties of one word, and the words of longer ones by the first.
    parties: FxHashMap<u32, Vec<Vec<u32>>>,
    place_links: FxHashSet<u32>,
    thing_relatives: FxHashSet<u32>,
    bodies: FxHashSet<u32>,
    inside_links: FxHashSet<u32>,
    former_words: FxHashSet<u32>,
    media_nouns: FxHashSet<u32>,
    family_nouns: FxHashSet<u32>,
    thing_possessives: FxHashSet<u32>,
    objects_he: FxHashSet<u32>,
    objects_she: FxHashSet<u32>,
    objects_they: FxHashSet<u32>,
    generic_bodies: FxHashSet<u32>,
    copulas: FxHashSet<u32>,
    works_as: Vec<Vec<u32>>,
    works_at: Vec<Vec<u32>>,
    ranks: FxHashSet<u32>,
    courtesies: FxHashSet<u32>,
    topic_links: FxHashSet<u32>,
    district_nouns: FxHashSet<u32>,
    role_participles: FxHashSet<u32>,
    epithets: FxHashSet<u32>,
    going_on: FxHashSet<u32>,
    /// The roles that a noun for one means too, by that noun.
    role_kinds: FxHashMap<u32, Vec<u32>>,
    peoples: FxHashSet<u32>,
    /// The country of a people, by its words.
    countries: FxHashMap<Box<str>, Box<str>>,
}

impl PeopleWords {
    pub(crate) fn new(language: &Language) -> Self {
        let set = |list: List| language.list(list).iter().map(|word| short(hash(word))).collect();
        let phrase = |words: &str| words.split_whitespace().map(|word| short(hash(word))).collect::<Vec<u32>>();
        let mut parties: FxHashMap<u32, Vec<Vec<u32>>> = FxHashMap::default();
        for words in language.list(List::Parties).iter().map(|words| phrase(words)) {
            if let Some(&first) = words.first() {
                parties.entry(first).or_default().push(words);
            }
        }
        let countries = language.list(List::Peoples).iter().filter_map(|pair| {
            let (people, country) = pair.split_once(' ')?;
            Some((people.replace('-', " ").into(), country_name(country).into()))
        });
        let role_kinds = language.list(List::RoleKinds).iter().filter_map(|words| {
            let words = phrase(words);
            Some((*words.first()?, words))
        });
        Self {
            posts: set(List::Posts),
            field_posts: set(List::FieldPosts),
            state_offices: set(List::StateOffices),
            group_nouns: set(List::GroupNouns),
            document_nouns: set(List::DocumentNouns),
            titled_documents: set(List::TitledDocuments),
            organisation_words: set(List::OrganisationWords),
            name_titles: set(List::NameTitles),
            parties,
            place_links: set(List::PlaceLinks),
            thing_relatives: set(List::ThingRelatives),
            bodies: set(List::Bodies),
            inside_links: set(List::InsideLinks),
            former_words: set(List::FormerWords),
            media_nouns: set(List::MediaNouns),
            family_nouns: set(List::FamilyNouns),
            thing_possessives: set(List::ThingPossessives),
            objects_he: set(List::ObjectsHe),
            objects_she: set(List::ObjectsShe),
            objects_they: set(List::ObjectsThey),
            generic_bodies: set(List::GenericBodies),
            copulas: set(List::Copulas),
            works_at: language.list(List::WorksAt).iter().map(|words| phrase(words)).collect(),
            works_as: language.list(List::WorksAs).iter().map(|words| phrase(words)).collect(),
            ranks: set(List::Ranks),
            courtesies: set(List::Courtesies),
            topic_links: set(List::TopicLinks),
            district_nouns: set(List::DistrictNouns),
            role_participles: set(List::RoleParticiples),
            epithets: set(List::Epithets),
            going_on: set(List::GoingOn),
            role_kinds: role_kinds.collect(),
            peoples: set_of_peoples(language),
            countries: countries.collect(),
        }
    }

    /// Whether a noun names a post in an organisation: "coach".
    pub(crate) fn is_post(&self, item: &Token) -> bool {
        self.posts.contains(&item.hash)
    }

    /// Whether a field may follow a post: "director of research".
    pub(crate) fn has_field(&self, item: &Token) -> bool {
        self.field_posts.contains(&item.hash)
    }

    /// Whether a noun names an office of a country: "president".
    pub(crate) fn is_state_office(&self, item: &Token) -> bool {
        self.state_offices.contains(&item.hash)
    }

    /// Whether a noun means several people with one voice: "team".
    pub(crate) fn is_group(&self, item: &Token) -> bool {
        self.group_nouns.contains(&item.hash)
    }

    /// Whether a noun means something written: "report", "slideshow".
    pub(crate) fn is_document(&self, item: &Token) -> bool {
        item.classes.any(Classes::DOCUMENT) || self.document_nouns.contains(&item.hash)
    }

    /// Whether a noun ends the name of a document: "the Marsh Report".
    pub(crate) fn titles_document(&self, item: &Token) -> bool {
        self.titled_documents.contains(&item.hash)
    }

    /// Whether a common noun ends the name of an organisation: "Marsh Stores".
    pub(crate) fn names_organisation(&self, item: &Token) -> bool {
        self.organisation_words.contains(&item.hash)
    }

    /// Whether a word is a title that stands before or behind a name: "MSP".
    pub(crate) fn is_title(&self, item: &Token) -> bool {
        self.name_titles.contains(&item.hash)
    }

    /// Whether a place follows a preposition as often as an organisation: "from".
    pub(crate) fn links_place(&self, item: &Token) -> bool {
        self.place_links.contains(&item.hash)
    }

    /// Whether a relative pronoun means no person: "which".
    pub(crate) fn means_thing(&self, item: &Token) -> bool {
        self.thing_relatives.contains(&item.hash)
    }

    /// Whether a noun that may mean a person means an organisation: "the regulator".
    pub(crate) fn is_body(&self, item: &Token) -> bool {
        self.bodies.contains(&item.hash)
    }

    /// Whether a noun says of an organisation no more than that it is one: "company".
    pub(crate) fn is_generic_body(&self, noun: &str) -> bool {
        self.generic_bodies.contains(&short(hash(noun)))
    }

    /// Whether a common noun is a family name too: "Banks".
    pub(crate) fn is_family_noun(&self, item: &Token) -> bool {
        self.family_nouns.contains(&item.hash)
    }

    /// Whether a word says that what it goes back to is no person: "its".
    pub(crate) fn owns_as_thing(&self, item: &Token) -> bool {
        self.thing_possessives.contains(&item.hash)
    }

    /// Whether a pronoun that is no subject means a man, a woman, several: "in his words".
    pub(crate) fn means_he(&self, item: &Token) -> bool {
        self.objects_he.contains(&item.hash)
    }

    pub(crate) fn means_she(&self, item: &Token) -> bool {
        self.objects_she.contains(&item.hash)
    }

    pub(crate) fn means_they(&self, item: &Token) -> bool {
        self.objects_they.contains(&item.hash)
    }

    /// Whether a word of a text ends the name of an organisation: "Stores".
    pub(crate) fn is_organisation_word(&self, word: &str) -> bool {
        self.organisation_words.contains(&short(hash(word)))
    }

    /// Whether a word says that somebody does not hold a role now: "former".
    pub(crate) fn is_former(&self, item: &Token) -> bool {
        self.former_words.contains(&item.hash)
    }

    /// Whether a word of a text says that somebody does not hold a role now.
    pub(crate) fn is_former_word(&self, word: &str) -> bool {
        self.former_words.contains(&short(hash(word)))
    }

    /// Whether a noun means what is published again and again: "magazine".
    pub(crate) fn is_medium(&self, item: &Token) -> bool {
        self.media_nouns.contains(&item.hash)
    }

    /// Whether a preposition behind a name says where somebody is: "in".
    pub(crate) fn links_inside(&self, item: &Token) -> bool {
        self.inside_links.contains(&item.hash)
    }

    /// Whether a verb stands between a name and what somebody is: "is".
    pub(crate) fn is_copula(&self, item: &Token) -> bool {
        self.copulas.contains(&item.hash)
    }

    /// How many of these items name a party; 0 where they do not begin with one.
    pub(crate) fn party(&self, items: &[Token]) -> usize {
        let known = items.first().and_then(|first| self.parties.get(&first.hash));
        known.and_then(|list| list.iter().filter(|words| opens(items, words)).map(Vec::len).max()).unwrap_or(0)
    }

    /// How many of these items say that a profession follows: "works as".
    pub(crate) fn works_as(&self, items: &[Token]) -> usize {
        self.works_as.iter().find(|words| opens(items, words)).map_or(0, Vec::len)
    }

    /// How many of these items say that follows where somebody works: "teaches at".
    pub(crate) fn works_at(&self, items: &[Token]) -> usize {
        self.works_at.iter().find(|words| opens(items, words)).map_or(0, Vec::len)
    }

    /// Whether a word says from what country somebody comes: "Chilean".
    pub(crate) fn is_people(&self, item: &Token) -> bool {
        self.peoples.contains(&item.hash)
    }

    /// Whether a word is a rank, which says less of somebody than an office: "Sgt".
    pub(crate) fn is_rank(&self, item: &Token) -> bool {
        self.ranks.contains(&item.hash)
    }

    /// Whether a word before a name only shows respect: "Datuk", "Mrs".
    pub(crate) fn is_courtesy(&self, item: &Token) -> bool {
        item.classes.any(Classes::HONORIFIC) || self.courtesies.contains(&item.hash)
    }

    /// Whether what an organisation is for follows in its name: "on" in "Board on Salt".
    pub(crate) fn links_topic(&self, item: &Token) -> bool {
        self.topic_links.contains(&item.hash)
    }

    /// Whether a noun means what members are elected by: "constituency".
    pub(crate) fn is_district(&self, item: &Token) -> bool {
        self.district_nouns.contains(&item.hash)
    }

    /// Whether a participle opens a role: "managing".
    pub(crate) fn opens_role(&self, item: &Token) -> bool {
        self.role_participles.contains(&item.hash)
    }

    /// Whether a noun says of somebody what a text that is about them calls them: "suspect".
    pub(crate) fn is_epithet(&self, noun: &str) -> bool {
        self.epithets.contains(&short(hash(noun)))
    }

    /// Whether a verb is one of somebody who has spoken and goes on: "added".
    pub(crate) fn goes_on(&self, word: &str) -> bool {
        self.going_on.contains(&short(hash(word)))
    }

    /// Whether a noun for a role means another role too: "judge", "justice".
    pub(crate) fn means_role(&self, noun: &str, role: &str) -> bool {
        let means = |known: &Vec<u32>| known.contains(&short(hash(role)));
        noun.eq_ignore_ascii_case(role) || self.role_kinds.get(&short(hash(noun))).is_some_and(means)
    }

    /// The country of a people, in small letters: "Chile" of "chilean".
    pub(crate) fn country(&self, people: &str) -> Option<&str> {
        self.countries.get(people).map(|country| &**country)
    }
}

/// The peoples of one word.
fn set_of_peoples(language: &Language) -> FxHashSet<u32> {
    let pairs = language.list(List::Peoples).iter();
    pairs.filter_map(|pair| pair.split_once(' ')).map(|(people, _)| short(hash(people))).collect()
}

/// Whether items begin with words.
fn opens(items: &[Token], words: &[u32]) -> bool {
    words.len() <= items.len() && words.iter().zip(items).all(|(word, item)| *word == item.hash)
}

/// A country as it is written, from small letters with hyphens.
fn country_name(words: &str) -> String {
    let mut name = String::with_capacity(words.len());
    for word in words.split('-') {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase).chain(letters));
    }
    name
}

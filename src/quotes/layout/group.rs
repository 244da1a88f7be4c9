//! Which headings name the groups that a list on the page names? "## Teams" lists them, each is a heading further on.

use std::collections::BTreeSet;

use crate::document::{Block, BlockKind};
use crate::lang::List;
use crate::quotes::layout::page::PageLayout;
use crate::text::Span;

/// The part of a page under the heading of a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The heading, and one past the last block under it.
    first: usize,
    end: usize,
    name: Span,
}

/// The groups of a page, in order.
pub(super) fn groups(page: &PageLayout<'_>) -> Vec<Group> {
    let names = listed(page);
    let mut groups: Vec<Group> = Vec::new();
    if names.is_empty() {
        return groups;
    }
    for (number, block) in page.blocks.iter().enumerate().filter(|(_, block)| is_heading(block)) {
        if let Some(open) = groups.last_mut().filter(|last| last.end == usize::MAX) {
            open.end = number;
        }
        if names.contains(&page.words_of(number).trim().to_lowercase()) {
            groups.push(Group { first: number, end: usize::MAX, name: block.span });
        }
    }
    groups
}

/// The name of the group to which a block belongs.
pub(super) fn group_of(groups: &[Group], block: usize) -> Option<Span> {
    let last = groups.partition_point(|group| group.first <= block).checked_sub(1)?;
    Some(groups[last]).filter(|group| block < group.end).map(|group| group.name)
}

/// The names that a list under a heading for groups holds, in small letters.
fn listed(page: &PageLayout<'_>) -> BTreeSet<String> {
    let heads = page.language.list(List::GroupHeads);
    let mut names = BTreeSet::new();
    for (number, block) in page.blocks.iter().enumerate().filter(|(_, block)| is_heading(block)) {
        let heading = block.span.of(page.text).trim().to_lowercase();
        if !heads.iter().any(|head| **head == *heading) {
            continue;
        }
        let below = page.blocks[number + 1..].iter().take_while(|block| !is_heading(block));
        for item in below.filter(|block| block.kind == BlockKind::Item) {
            let words = item.span.of(page.text);
            let name = words.strip_prefix('[').and_then(|words| words.split(']').next()).unwrap_or(words);
            names.insert(name.trim().to_lowercase());
        }
    }
    names
}

fn is_heading(block: &Block) -> bool {
    block.kind == BlockKind::Heading
}

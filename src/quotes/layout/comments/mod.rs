//! Which lists are comments that people wrote? Plain, numbered, starred, signed, one a line, below a line that announces them.
//!
//! A list is one of comments where the line or heading above says that people's words follow ("These are their comments:"), or where the items
//! are signed as letters are ("… --Orla 09:15, 3 May 2021"). Steps, features, tips and topics are announced by other words, and signed by nobody.
//!
//! | file | question |
//! |---|---|
//! | `answers` | which lines below numbered questions are somebody's own answers? |
//! | `heading` | does a line announce people's own words? |
//! | `signature` | who signed a comment, and where does it end? |
//! | `list` | which items, lines and paragraphs below are comments? |

mod answers;
mod heading;
mod list;
mod signature;

use crate::document::BlockKind;
use crate::quotes::draft::ExtractionDraft;
use crate::quotes::layout::page::PageLayout;
use crate::quotes::layout::quoted_spans::SpanReader;

pub(super) use self::heading::{Announcement, announced};
pub(super) use self::signature::named;

/// Reads the lists of comments and uses their blocks up.
pub(super) fn read_comments(
    page: &PageLayout<'_>,
    marks: &mut SpanReader<'_>,
    used: &mut [bool],
    drafts: &mut ExtractionDraft,
) {
    if page.is_guide {
        return;
    }
    let mut announcing: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < page.blocks.len() {
        let block = page.blocks[at];
        let readable = block.kind == BlockKind::Heading || !used[at];
        if block.quoted == 0 && readable {
            let announcement = announced(page, at);
            if announcement != Announcement::Nothing
                && let Some(next) = page.next_block(at)
            {
                list::read_below(page, marks, next, announcement, used, drafts);
                announcing.push((at, next));
            }
        }
        if !used[at] && block.kind == BlockKind::Item && block.quoted == 0 {
            let last = list::end_of_list(page, at);
            list::read_signed(page, marks, at..last, used, drafts);
            at = last.max(at + 1);
            continue;
        }
        at += 1;
    }
    list::read_stars(page, used, drafts);
    answers::read_answers(page, used, drafts);
    set_lines_aside(page, &announcing, used, drafts);
}

/// The line that asks for comments and announces them quotes nobody: "We asked what to change. These are their comments:".
fn set_lines_aside(page: &PageLayout<'_>, announcing: &[(usize, usize)], used: &mut [bool], drafts: &ExtractionDraft) {
    for &(line, next) in announcing {
        let run = page.blocks[next].run;
        let end =
            page.blocks[next..].iter().take_while(|block| block.run == run).last().map_or(0, |last| last.span.end());
        let start = page.blocks[next].span.start();
        let announces = drafts.quotes.iter().any(|draft| (start..end).contains(&draft.content[0].start()));
        used[line] |= announces && !page.words_of(line).contains(['“', '"', '«', '‘']);
    }
}

//! The pages of a PDF as they come from the reader, each by itself.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use pdf_extract::{ConvertToFmt, MediaBox, OutputDev, OutputError, PlainTextOutput, Transform, output_doc};

use super::limits::Limits;
use super::note::Note;
use super::pdf_structure;
use crate::error::{Error, Result};

/// The text of each page, and a note where the reader stopped before the last one.
pub(super) fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<(Vec<String>, Vec<Note>)> {
    let document = pdf_structure::load(file, bytes, limits)?;
    let all = document.page_iter().count();
    if all == 0 {
        let what =
            "no page of this PDF can be found: it is broken, or locked with a password; save it again, or as text";
        return Err(Error::format(file, None, what));
    }
    let mut pages = Pages::default();
    let Err(error) = output_doc(&document, &mut pages) else { return Ok((pages.texts(), Vec::new())) };
    // The page where it stopped is not whole.
    pages.done.pop();
    let read = pages.done.len();
    if read == 0 {
        return Err(Error::format(file, None, format!("this PDF cannot be read: {error}; save it again, or as text")));
    }
    let what = format!("only the first {read} of {all} pages can be read ({error}); save it again, or as text");
    Ok((pages.texts(), vec![Note::new(file, None, what)]))
}

/// A page's text, which the reader writes and the page keeps.
#[derive(Clone, Default)]
struct Page(Rc<RefCell<String>>);

impl fmt::Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.borrow_mut().push_str(text);
        Ok(())
    }
}

impl ConvertToFmt for Page {
    type Writer = Self;

    fn convert(self) -> Self {
        self
    }
}

/// Writes each page as a text of its own.
#[derive(Default)]
struct Pages {
    done: Vec<Page>,
    /// The writer of the page that is being read.
    writer: Option<PlainTextOutput<Page>>,
}

impl Pages {
    fn texts(self) -> Vec<String> {
        self.done.into_iter().map(|page| page.0.take()).collect()
    }

    fn page(&mut self) -> &mut PlainTextOutput<Page> {
        self.writer.get_or_insert_with(|| PlainTextOutput::new(Page::default()))
    }
}

impl OutputDev for Pages {
    fn begin_page(
        &mut self,
        number: u32,
        media: &MediaBox,
        art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        let page = Page::default();
        self.done.push(page.clone());
        self.writer = Some(PlainTextOutput::new(page));
        self.page().begin_page(number, media, art)
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.page().end_page()
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        spacing: f64,
        size: f64,
        letter: &str,
    ) -> Result<(), OutputError> {
        self.page().output_character(place, width, spacing, size, letter)
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.page().begin_word()
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        self.page().end_word()
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        self.page().end_line()
    }
}

//! Which characters are quotation marks, of which family, and which of them open or close.

/// Marks of one family close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Double,
    Single,
    Guillemet,
    SingleGuillemet,
    Corner,
    WhiteCorner,
}

/// What a mark does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Opens,
    Closes,
    /// The characters around it decide: straight marks, guillemets (« » and » «), “ (which closes after „), the apostrophe.
    Either,
}

/// The family and side of a quotation mark; none for another character.
pub(crate) fn quotation_mark(mark: char) -> Option<(Family, Side)> {
    Some(match mark {
        '“' | '"' | '＂' => (Family::Double, Side::Either),
        '„' | '‟' => (Family::Double, Side::Opens),
        '”' => (Family::Double, Side::Closes),
        '‘' | '’' | '\'' | '`' => (Family::Single, Side::Either),
        '‚' | '‛' => (Family::Single, Side::Opens),
        '«' | '»' => (Family::Guillemet, Side::Either),
        '‹' | '›' => (Family::SingleGuillemet, Side::Either),
        '「' => (Family::Corner, Side::Opens),
        '」' => (Family::Corner, Side::Closes),
        '『' => (Family::WhiteCorner, Side::Opens),
        '』' => (Family::WhiteCorner, Side::Closes),
        _ => return None,
    })
}

/// Whether a character may be a quotation mark; apostrophes may be.
pub(crate) fn is_quotation_mark(mark: char) -> bool {
    quotation_mark(mark).is_some()
}

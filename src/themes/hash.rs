//! Which number identifies a text or bytes: the same in every version and on every machine.

use crate::text::words::each_key;

/// What a hash of words starts from (the offset of FNV-1a).
pub(crate) const SEED: u64 = 0xcbf2_9ce4_8422_2325;
/// What each step multiplies by (the prime of FNV).
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The hash with one more word (FNV-1a, with a byte after each word that no text has).
#[inline]
pub(crate) fn add_word(hash: u64, word: &str) -> u64 {
    let hash = word.bytes().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    (hash ^ 0xff).wrapping_mul(PRIME)
}

/// Spreads a number over all 64 bits (the finaliser of SplitMix64).
#[inline]
pub(crate) fn spread(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A checksum of bytes. Eight are taken at a time, so each product is rotated: FNV alone would never carry a high bit to a lower one.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(SEED, |sum, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (sum ^ u64::from_le_bytes(word)).wrapping_mul(PRIME).rotate_left(23)
    })
}

/// The number of a text: texts whose words have the same keys in the same order have the same.
pub(crate) fn key_of(text: &str, buffer: &mut String) -> u64 {
    let mut hash = SEED;
    each_key(text, buffer, |word, _| hash = add_word(hash, word));
    spread(hash)
}

/// The number of a text of which the keys of the words are known.
pub(crate) fn key_of_words<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    spread(words.fold(SEED, add_word))
}

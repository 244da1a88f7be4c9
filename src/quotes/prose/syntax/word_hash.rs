//! The hash of a word in lower case, taken from the text eight bytes at a time.

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// Takes up to eight bytes of a word in lower case, the first lowest.
#[inline]
fn mix(hash: u64, bytes: u64) -> u64 {
    (hash ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

#[inline]
fn close(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(SEED);
    (hash ^ (hash >> 29)) | 1
}

/// The hash of a word in lower case; typographic apostrophes count as straight ones.
pub(crate) fn hash(word: &str) -> u64 {
    let (mut hash, mut bytes, mut len) = (SEED, 0u64, 0);
    let mut take = |byte: u8| {
        bytes |= u64::from(byte) << (len * 8);
        len += 1;
        if len == 8 {
            hash = mix(hash, bytes);
            (bytes, len) = (0, 0);
        }
    };
    if word.is_ascii() {
        word.bytes().for_each(|byte| take(byte.to_ascii_lowercase()));
    } else {
        let mut buffer = [0u8; 4];
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c == '’' { '\'' } else { c };
            c.encode_utf8(&mut buffer).bytes().for_each(&mut take);
        }
    }
    close(if len > 0 { mix(hash, bytes) } else { hash })
}

/// Eight bytes from `at` on, the first lowest, with spaces behind the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes[at..].first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => {
            let mut chunk = [b' '; 8];
            let rest = &bytes[at..];
            chunk[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(chunk)
        }
    }
}

/// A byte eight times.
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of each of eight bytes of ASCII that lies between two others; those of other bytes say nothing.
#[inline]
fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let low = bytes & repeat(0x7f);
    (low + repeat(0x80 - first)) & !(low + repeat(0x7f - last))
}

/// The end of the run of ASCII letters and digits that begins at `at`, and the hash of the run as a word; eight bytes at a time.
#[inline]
pub(crate) fn run(bytes: &[u8], mut at: usize) -> (usize, u64) {
    const SMALL: u64 = repeat(0x20);
    let mut hash = SEED;
    loop {
        let here = eight(bytes, at);
        let small = here | SMALL;
        let inside = (between(small, b'a', b'z') | between(here, b'0', b'9')) & !here & repeat(0x80);
        let len = (inside ^ repeat(0x80)).trailing_zeros() as usize / 8;
        if len == 0 {
            break;
        }
        hash = mix(hash, small & (u64::MAX >> (64 - len * 8)));
        at += len;
        if len < 8 {
            break;
        }
    }
    (at, close(hash))
}

/// The half of a hash that tokens keep.
#[inline]
pub(crate) fn short(hash: u64) -> u32 {
    (hash >> 32) as u32
}

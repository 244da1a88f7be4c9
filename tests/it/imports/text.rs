//! Bytes become text.

use verbatims::import::text::{self, Encoding};

use super::data;

fn notes(text: &text::Text) -> Vec<String> {
    text.notes.iter().map(ToString::to_string).collect()
}

#[test]
fn utf8_comes_as_it_is_without_its_mark() {
    let read = text::decode("a.txt", "\u{feff}“é” 😢\r\n".as_bytes()).unwrap();
    assert_eq!(read.text, "“é” 😢\r\n");
    assert_eq!(read.encoding.name(), "UTF-8");
    assert!(read.notes.is_empty());
    assert_eq!(text::decode("a.txt", b"").unwrap().text, "");
}

#[test]
fn utf16_is_told_by_its_mark_or_its_shape() {
    let read = text::read(&data("hostile/utf16le.txt")).unwrap();
    assert_eq!(read.text, "“I pay too much,” said Ann.\r\n");
    assert_eq!((read.encoding.name(), read.notes.len()), ("UTF-16LE", 0));
    let wide: Vec<u8> = "I pay, said Ann. é".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let read = text::decode("a.txt", &wide).unwrap();
    assert_eq!((read.text.as_str(), read.encoding.name()), ("I pay, said Ann. é", "UTF-16BE"));
    let lone = text::decode("a.txt", b"\xff\xfea\0\n\0\x00\xd8b\0").unwrap();
    assert_eq!(lone.text, "a\n\u{fffd}b");
    assert_eq!(lone.notes[0].line, Some(2));
}

#[test]
fn windows_1252_is_a_guess_and_says_so() {
    let read = text::read(&data("hostile/invalid-utf8.txt")).unwrap();
    assert_eq!(read.text, "“I pay too much,” said Ann.\r\nCafé prices rose.\n");
    assert_eq!(read.encoding, Encoding::named("latin1").unwrap());
    let [note] = &notes(&read)[..] else { panic!("{:?}", read.notes) };
    assert!(
        note.ends_with("line 1: not UTF-8; read as windows-1252 (bytes 93 94). If that is wrong, name the encoding"),
        "{note}"
    );
}

#[test]
fn one_broken_byte_does_not_spoil_a_text_that_is_utf8() {
    let read = text::decode("a.txt", b"\xc3\x84rger und M\xc3\xbche\n\x93so\x94 \xc3\x9f\xc3\xa4\xe2\x80\xa6").unwrap();
    assert_eq!(read.text, "Ärger und Mühe\n“so” ßä…");
    assert_eq!(read.encoding.name(), "UTF-8");
    assert_eq!(
        notes(&read),
        ["a.txt: line 2: 2 of its bytes are not UTF-8 (bytes 93 94); read as windows-1252, the rest as UTF-8"]
    );
}

#[test]
fn a_named_encoding_is_obeyed() {
    let koi8 = Encoding::named("koi8-r").unwrap();
    assert_eq!(text::decode_as("a.txt", b"\xe4\xc1", koi8).unwrap().text, "Да");
    assert_eq!(text::decode_as("a.txt", "\u{feff}ä".as_bytes(), koi8).unwrap().text, "ä", "a mark decides");
    assert_eq!(
        Encoding::named("klingon").unwrap_err().to_string(),
        "setting `encoding`: `klingon` is not known; try `utf-8`, `utf-16le` or `windows-1252`"
    );
}

#[test]
fn binary_files_are_refused_with_their_name() {
    let error = text::read(&data("hostile/nul.txt")).unwrap_err().to_string();
    assert!(
        error
            .ends_with("nul.txt: line 1: this is a binary file (it holds a NUL byte), not text; save it as text first"),
        "{error}"
    );
    let error = text::decode("a.bin", b"ab\x01\x02cdefgh").unwrap_err().to_string();
    assert_eq!(error, "a.bin: this is a binary file (2 of 10 bytes are control characters), not text");
    assert!(text::decode("a.txt", b"ab\x01defghijk").is_ok(), "a tenth is bearable");
    assert!(text::decode("a.txt", b"\xff\xfea\0\0\0b\0").is_err(), "a NUL in UTF-16 is one too");
    assert!(text::read(&data("absent.txt")).unwrap_err().to_string().contains("absent.txt"));
}

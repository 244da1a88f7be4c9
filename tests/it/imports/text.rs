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

/// Texts of people with the encodings that programs of their countries save them in.
const OTHER: &[(&[&str], &[&str])] = &[
    (
        &["windows-1250", "iso-8859-2"],
        &[
            "Czynsz jest za wysoki, a właściciel nie odpowiada na żadne pytania. Boję się, że będę musiała się wyprowadzić.",
            "Příliš dlouho čekáme na autobus, říká paní Nováková; každý večer mrzneme na zastávce.",
            "A lakbér túl magas, és a főbérlő nem válaszol. Félő, hogy el kell költöznünk a városból, őszintén szólva.",
        ],
    ),
    (
        &["windows-1251", "koi8-r"],
        &[
            "Аренда слишком высокая, сказала Анна. Мы платим больше половины зарплаты.",
            "Автобус никогда не приходит вовремя, и никто не отвечает на наши вопросы.",
            "Зимой в доме холодно; хозяин обещал починить отопление ещё в октябре.",
        ],
    ),
    (
        &["windows-1253", "iso-8859-7"],
        &[
            "Το ενοίκιο είναι πολύ υψηλό και κανείς δεν μας απαντά.",
            "Το λεωφορείο αργεί πάντα το πρωί, είπε η Μαρία.",
            "Πληρώνουμε περισσότερο από το μισό του μισθού μας για το σπίτι.",
        ],
    ),
    (
        &["windows-1254"],
        &[
            "Kira çok yüksek ve ev sahibi hiçbir soruya cevap vermiyor, dedi Ayşe. Artık dayanamıyoruz, şehirden taşınacağız.",
            "Otobüs sabahları her zaman geç geliyor; öğrenciler derse yetişemiyor, çalışanlar işe geç kalıyor.",
            "Maaşımızın yarısından fazlasını kiraya ödüyoruz, kışın ısınmak için para kalmıyor.",
        ],
    ),
    (
        &["windows-1257"],
        &[
            "Nuoma per didelė, o šeimininkas neatsako į klausimus. Žiemą čia labai šalta, vėjas pučia pro langus, už šildymą mokame vis daugiau, o atlyginimai nedidėja; žmonės nebežino, ką daryti.",
            "Īre ir pārāk augsta, un saimnieks neatbild uz jautājumiem. Ziemā šeit ir ļoti auksti.",
            "Autobusas visada vėluoja, žmonės šąla stotelėje; kiekvieną rytą tas pats, sakė ponia Petrauskienė. Mes už būstą mokame daugiau kaip pusę atlyginimo, o į mūsų laiškus niekas neatsako.",
        ],
    ),
    (
        &["shift_jis", "euc-jp"],
        &[
            "家賃が高すぎて、大家さんは質問に答えてくれません。",
            "朝のバスはいつも遅れます。学生は授業に間に合いません。",
            "給料の半分以上を家賃に払っています、と田中さんは言いました。",
        ],
    ),
    (
        &["gbk"],
        &[
            "房租太高了，房东从来不回答我们的问题。",
            "早上的公共汽车总是晚点，学生上课迟到。",
            "我们把一半以上的工资付了房租，冬天没有钱取暖。",
        ],
    ),
    (
        &["euc-kr"],
        &[
            "집세가 너무 비싸고 집주인은 질문에 대답하지 않습니다.",
            "아침 버스는 항상 늦습니다. 학생들은 수업에 늦습니다.",
            "우리는 월급의 절반 이상을 집세로 냅니다.",
        ],
    ),
    (
        &["big5"],
        &[
            "房租太高了，房東從來不回答我們的問題。",
            "早上的公車總是誤點，學生上課遲到。",
            "我們把一半以上的薪水付了房租，冬天沒有錢取暖。",
        ],
    ),
];

/// Texts that Windows-1252 holds.
const WESTERN: &[&str] = &[
    "Die Miete ist zu hoch, sagt Frau Müller; für die Heizung fehlt im Winter das Geld. Das größte Übel: niemand hört zu.",
    "Le loyer est trop élevé, dit Hélène. L’été dernier, le propriétaire a même augmenté les charges sans prévenir.",
    "El alquiler es demasiado caro, dijo la señora Muñoz. ¿Quién puede pagar más de la mitad del sueldo cada año?",
    "L’affitto è troppo alto, perché la città è cara; così non si può più vivere, dice la signora.",
    "O aluguel é caro demais, disse João. Não há ônibus à noite e ninguém nos dá informações.",
    "De huur is te hoog, zegt mevrouw De Vries; één op de drie huurders kan de financiële lasten niet meer dragen, coördineren helpt niet.",
    "Hyran är för hög, säger Åsa. Vi väntar på bussen varje morgon och ingen svarar på våra frågor.",
    "Husleien er for høy, sier Kåre; på vinteren har vi ikke råd til å fyre, og ingen gjør noe.",
    "“It’s the rent – always the rent,” said Zoë. “We can’t pay it…”",
];

/// The bytes that a program writes which knows only this encoding; lines as they are on Windows.
fn saved(text: &str, encoding: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding_rs::Encoding::for_label(encoding.as_bytes()).unwrap().encode(text);
    assert!(!lost, "{encoding}: {text}");
    bytes.into_owned()
}

#[test]
fn texts_of_other_alphabets_are_read_in_their_encoding() {
    for (encodings, texts) in OTHER {
        for encoding in *encodings {
            for text in *texts {
                let read = text::decode("a.txt", &saved(text, encoding)).unwrap();
                assert_eq!(read.text, *text, "{encoding}");
                let [note] = &notes(&read)[..] else { panic!("{:?}", read.notes) };
                assert!(note.contains(&format!("read as {} (", read.encoding.name())), "{note}");
                assert!(note.ends_with("If that is wrong, name the encoding"), "{note}");
            }
            // A table of them, most of whose cells are figures.
            let rows: String =
                texts.iter().zip(1..).map(|(text, id)| format!("{id};{};7;{text}\r\n", id % 2)).collect();
            let table = format!("id;team;score;answer\r\n{rows}");
            assert_eq!(text::decode("a.csv", &saved(&table, encoding)).unwrap().text, table, "{encoding}");
        }
    }
}

#[test]
fn western_texts_stay_western() {
    for text in WESTERN {
        let read = text::decode("a.txt", &saved(text, "windows-1252")).unwrap();
        assert_eq!((read.text.as_str(), read.encoding.name()), (*text, "windows-1252"));
        // Also the few letters of a short answer.
        for words in text.split_inclusive([',', ';', '.', ':']).filter(|words| !words.is_ascii()) {
            let read = text::decode("a.txt", &saved(words, "windows-1252")).unwrap();
            assert_eq!((read.text.as_str(), read.encoding.name()), (words, "windows-1252"));
        }
    }
}

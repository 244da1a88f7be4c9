//! Kinds of real transcripts, each with files of its kind: by which program, in which language and by which habit they are written.

use std::fs;
use std::path::PathBuf;

use verbatims::import::path::{self, PathOptions};
use verbatims::{Document, DocumentKind, Extractor, Language, Quote, ThemeModel};

/// The turns of a file: time, speaker, `?` for those who ask, words.
pub(super) fn turns(name: &str, bytes: &[u8], kind: DocumentKind) -> Vec<String> {
    let options = PathOptions::new(Language::english());
    let read = path::bytes(name, bytes, &options).unwrap();
    let extractor = Extractor::new(Language::english());
    let mut shown = Vec::new();
    for document in read.documents {
        let found = extractor.extract(&document.kind(kind));
        for quote in &found.quotes {
            let time = quote.attributes.get("time").map_or(String::new(), |time| format!("[{time}] "));
            let speaker = quote.speaker().map_or("-", |speaker| speaker.name.as_str());
            let asks = if quote.is_interviewer() { "?" } else { "" };
            shown.push(format!("{time}{speaker}{asks}: {}", quote.text));
        }
    }
    shown
}

#[track_caller]
pub(super) fn check(name: &str, text: &str, expected: &[&str]) {
    assert_eq!(turns(name, text.as_bytes(), DocumentKind::Auto), expected, "{name}");
}

/// The bytes of a file among the test data.
pub(super) fn file(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/transcripts/kinds").join(name)).unwrap()
}

#[test]
fn a_clock_before_a_colon() {
    check(
        "zoom.vtt",
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nAnn Lee: We had three dates on the list.\n\n2\n00:00:05.000 --> 00:00:09.000\n10:30 Meeting: that one was moved twice.\n\n3\n00:00:09.000 --> 00:00:12.000\nBo Ray: And nobody told us.\n",
        &[
            "[00:00:01.000] Ann Lee: We had three dates on the list. 10:30 Meeting: that one was moved twice.",
            "[00:00:09.000] Bo Ray: And nobody told us.",
        ],
    );
    check(
        "clock1.vtt",
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nMarta Ruiz: We wrote down three things.\n\n2\n00:00:05.000 --> 00:00:09.000\n9:15 Standup: nobody came.\n\n3\n00:00:09.000 --> 00:00:12.000\nRule: never call before ten.\n\n4\n00:00:12.000 --> 00:00:15.000\nJo Baker: That was my rule.\n",
        &[
            "[00:00:01.000] Marta Ruiz: We wrote down three things. 9:15 Standup: nobody came. Rule: never call before ten.",
            "[00:00:12.000] Jo Baker: That was my rule.",
        ],
    );
    check(
        "clock2.txt",
        "ANN: We had three dates on the list.\n10:30 Meeting: that one was moved twice.\nBO: And nobody told us.\nANN: Who moved it?\n14:00 Lunch: it was cold.\nBO: I did.\n",
        &[
            "ANN: We had three dates on the list.\n10:30 Meeting: that one was moved twice.",
            "BO: And nobody told us.",
            "ANN: Who moved it?\n14:00 Lunch: it was cold.",
            "BO: I did.",
        ],
    );
    check(
        "clock3.txt",
        "Moderatorin: Wie lief der Tag?\n\nFrau Koch: Ganz gut. Um acht war ich da.\n08:30 Frühstück: das war kalt.\n\nModeratorin: Und dann?\n\nFrau Koch: 12:15 Uhr, Mittag: das gab es nicht.\n",
        &[
            "Moderatorin?: Wie lief der Tag?",
            "Frau Koch: Ganz gut. Um acht war ich da.\n08:30 Frühstück: das war kalt.",
            "Moderatorin?: Und dann?",
            "Frau Koch: 12:15 Uhr, Mittag: das gab es nicht.",
        ],
    );
    check(
        "clock4.srt",
        "1\n00:00:01,000 --> 00:00:04,000\nKLARA: Wir hatten drei Termine.\n\n2\n00:00:05,000 --> 00:00:09,000\n10:30 Uhr Besprechung: die wurde verschoben.\n\n3\n00:00:09,000 --> 00:00:12,000\nJAN: Und keiner sagte etwas.\n",
        &[
            "[00:00:01,000] KLARA: Wir hatten drei Termine. 10:30 Uhr Besprechung: die wurde verschoben.",
            "[00:00:09,000] JAN: Und keiner sagte etwas.",
        ],
    );
}

#[test]
fn badges_in_names_of_teams() {
    check(
        "meeting.vtt",
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:04.000\n<v Ines Prado>So what did you think of the tour?</v>\n\n2\n00:00:05.000 --> 00:00:09.000\n<v Kofi Mensah (Guest)>The tour guide spoke too fast for us.</v>\n\n3\n00:00:10.000 --> 00:00:14.000\n<v Ines Prado (External)>And the tickets?</v>\n\n4\n00:00:15.000 --> 00:00:19.000\n<v Kofi Mensah>Tickets were easy to buy on my phone.</v>\n\n5\n00:00:20.000 --> 00:00:24.000\n<v Ines Prado>And lunch?</v>\n\n6\n00:00:25.000 --> 00:00:29.000\n<v Kofi Mensah (Guest)>The café had nothing for my allergy.</v>\n\n",
        &[
            "[00:00:00.000] Ines Prado?: So what did you think of the tour?",
            "[00:00:05.000] Kofi Mensah: The tour guide spoke too fast for us.",
            "[00:00:10.000] Ines Prado?: And the tickets?",
            "[00:00:15.000] Kofi Mensah: Tickets were easy to buy on my phone.",
            "[00:00:20.000] Ines Prado?: And lunch?",
            "[00:00:25.000] Kofi Mensah: The café had nothing for my allergy.",
        ],
    );
    check(
        "badge2.vtt",
        "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Jana Krüger (Gast)>Wie war die Führung?</v>\n\n00:00:05.000 --> 00:00:09.000\n<v Omar Said (Extern)>Zu schnell für uns.</v>\n\n00:00:10.000 --> 00:00:14.000\n<v Jana Krüger>Und die Karten?</v>\n\n00:00:15.000 --> 00:00:19.000\n<v Omar Said>Die waren leicht zu kaufen.</v>\n",
        &[
            "[00:00:00.000] Jana Krüger?: Wie war die Führung?",
            "[00:00:05.000] Omar Said: Zu schnell für uns.",
            "[00:00:10.000] Jana Krüger?: Und die Karten?",
            "[00:00:15.000] Omar Said: Die waren leicht zu kaufen.",
        ],
    );
    check(
        "badge3.txt",
        "Jana Krüger (Guest)  0:03\nHow was the tour?\n\nOmar Said (Unverified)  0:07\nToo fast for us.\n\nJana Krüger  0:12\nAnd the tickets?\n\nOmar Said  0:15\nEasy to buy.\n",
        &[
            "[0:03] Jana Krüger?: How was the tour?",
            "[0:07] Omar Said: Too fast for us.",
            "[0:12] Jana Krüger?: And the tickets?",
            "[0:15] Omar Said: Easy to buy.",
        ],
    );
    check(
        "badge4.txt",
        "Jana Krüger (she/her): How was the tour?\nOmar Said (External): Too fast for us.\nJana Krüger: And the tickets?\nOmar Said [Guest]: Easy to buy.\nOmar Said: But dear.\n",
        &[
            "Jana Krüger?: How was the tour?",
            "Omar Said: Too fast for us.",
            "Jana Krüger?: And the tickets?",
            "Omar Said: Easy to buy.",
            "Omar Said: But dear.",
        ],
    );
    check(
        "badge5.srt",
        "1\n00:00:00,000 --> 00:00:04,000\nJana Krüger (Invité): Comment était la visite ?\n\n2\n00:00:05,000 --> 00:00:09,000\nOmar Said (Externe): Trop rapide pour nous.\n\n3\n00:00:10,000 --> 00:00:14,000\nJana Krüger: Et les billets ?\n\n4\n00:00:15,000 --> 00:00:19,000\nOmar Said (Non vérifié): Faciles à acheter.\n",
        &[
            "[00:00:00,000] Jana Krüger?: Comment était la visite ?",
            "[00:00:05,000] Omar Said: Trop rapide pour nous.",
            "[00:00:10,000] Jana Krüger?: Et les billets ?",
            "[00:00:15,000] Omar Said: Faciles à acheter.",
        ],
    );
}

#[test]
fn ellipsis_between_captions() {
    check(
        "zoom.vtt",
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:03.000\nModerator: So tell me about the\n\n2\n00:00:03.000 --> 00:00:06.000\nModerator: last time you booked a visit\n\n3\n00:00:06.000 --> 00:00:09.000\nRuth Amari: Well I went to the site and\n\n4\n00:00:09.000 --> 00:00:12.000\nRuth Amari: it logged me out before I could\n\n5\n00:00:12.000 --> 00:00:15.000\nRuth Amari: finish so I rang the desk instead\n\n",
        &[
            "[00:00:00.000] Moderator?: So tell me about the last time you booked a visit",
            "[00:00:06.000] Ruth Amari: Well I went to the site and it logged me out before I could finish so I rang the desk instead",
        ],
    );
    check(
        "flow1.srt",
        "1\n00:00:00,000 --> 00:00:02,000\n<i>Well, I went to the\nold town hall</i>\n\n2\n00:00:02,000 --> 00:00:04,000\nand the clerk was\n<b>un</b>kind to me\n\n3\n00:00:06,500 --> 00:00:08,000\nthen I left.\n\n4\n00:00:09,000 --> 00:00:11,000\n- Who was it?\n- The clerk.\n",
        &[
            "[00:00:00,000] -: Well, I went to the old town hall and the clerk was unkind to me",
            "[00:00:06,500] -: then I left.",
            "[00:00:09,000] -: Who was it?",
            "[00:00:09,000] -: The clerk.",
        ],
    );
    check(
        "flow2.vtt",
        "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ana>I took the bus\n\n00:03.000 --> 00:05.000\n<v Ana>because my car\nwas broken\n\n00:05.000 --> 00:07.000\n<v Bo>And then?\n",
        &["[00:01.000] Ana: I took the bus because my car was broken", "[00:05.000] Bo?: And then?"],
    );
}

#[test]
fn rolling_captions() {
    check(
        "video.en.vtt",
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.160 --> 00:00:02.310 align:start position:0%\n \nso<00:00:00.320><c> I</c><00:00:00.480><c> started</c><00:00:00.800><c> growing</c><00:00:01.200><c> tomatoes</c>\n\n00:00:02.310 --> 00:00:02.320 align:start position:0%\nso I started growing tomatoes\n \n\n00:00:02.320 --> 00:00:04.550 align:start position:0%\nso I started growing tomatoes\non<00:00:02.560><c> the</c><00:00:02.720><c> roof</c><00:00:03.040><c> because</c><00:00:03.360><c> rent</c>\n\n00:00:04.550 --> 00:00:04.560 align:start position:0%\non the roof because rent\n \n\n00:00:04.560 --> 00:00:06.100 align:start position:0%\non the roof because rent\nwas<00:00:04.800><c> too</c><00:00:05.000><c> high</c>\n\n",
        &["[00:00:00.160] -: so I started growing tomatoes on the roof because rent was too high"],
    );
    check(
        "roll2.srt",
        "1\n00:00:00,000 --> 00:00:02,000\nwe planted beans\n\n2\n00:00:02,000 --> 00:00:04,000\nwe planted beans\nbehind the garage\n\n3\n00:00:04,000 --> 00:00:06,000\nbehind the garage\nand nobody minded\n\n4\n00:00:06,000 --> 00:00:08,000\nand nobody minded\nuntil the spring\n",
        &["[00:00:00,000] -: we planted beans behind the garage and nobody minded until the spring"],
    );
    check(
        "roll3.vtt",
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nwir haben\n\n00:00:01.000 --> 00:00:02.000\nwir haben im Hof\n\n00:00:02.000 --> 00:00:03.000\nwir haben im Hof Bohnen\n\n00:00:03.000 --> 00:00:04.000\nwir haben im Hof Bohnen gepflanzt\n",
        &["[00:00:00.000] -: wir haben im Hof Bohnen gepflanzt"],
    );
    check(
        "roll4.vtt",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nYes, yes.\n\n00:00:02.000 --> 00:00:04.000\nYes, yes.\n\n00:00:04.000 --> 00:00:06.000\nWe went home.\n\n00:00:07.000 --> 00:00:09.000\nIt was late.\n",
        &[
            "[00:00:00.000] -: Yes, yes.",
            "[00:00:02.000] -: Yes, yes.",
            "[00:00:04.000] -: We went home.",
            "[00:00:07.000] -: It was late.",
        ],
    );
}

#[test]
fn marks_of_the_transcriber() {
    check(
        "show.md",
        "**Ann Lee:** So how did it start?\n\n**Bo Ray:** In the mill \\[unintelligible 00:07:41.20\\] and then the rent went up \\[laughter\\].\n\n**Break:** \\[12:04\\]\n\n**Ann Lee:** And the cat?\n\n**Bo Ray:** She came with the bucket.\n\n**Break:** \\[24:10\\]\n\n**Ann Lee:** Thanks.\n\n**Bo Ray:** Thank you.\n",
        &[
            "Ann Lee?: So how did it start?",
            "Bo Ray: In the mill [unintelligible 00:07:41.20] and then the rent went up [laughter].",
            "Ann Lee?: And the cat?",
            "Bo Ray: She came with the bucket.",
            "Ann Lee?: Thanks.",
            "Bo Ray: Thank you.",
        ],
    );
    check(
        "marks2.md",
        "**Lena Vogt:** Wie fing es an?\n\n**Timo Brandt:** In der Küche \\[lacht\\], und dann \\(unverständlich 00:03\\) stieg die Miete.\n\n**Pause:** \\[10:02\\]\n\n**Lena Vogt:** Und die Katze?\n\n**Timo Brandt:** Die kam mit dem Eimer.\n\n**Pause:** \\[20:11\\]\n\n**Lena Vogt:** Danke.\n",
        &[
            "Lena Vogt?: Wie fing es an?",
            "Timo Brandt: In der Küche [lacht], und dann (unverständlich 00:03) stieg die Miete.",
            "Lena Vogt?: Und die Katze?",
            "Timo Brandt: Die kam mit dem Eimer.",
            "Lena Vogt?: Danke.",
        ],
    );
    check(
        "marks3.txt",
        "ANN LEE: So how did it start?\nBO RAY: In the mill.\nMusic: [00:12]\nANN LEE: And the cat?\nBO RAY: (laughs) She came with the bucket.\nApplause: (long)\nANN LEE: Thanks.\nBO RAY: Thank you.\nTimecode: 12:04\nANN LEE: Bye.\n",
        &[
            "ANN LEE: So how did it start?",
            "BO RAY: In the mill.",
            "ANN LEE: And the cat?",
            "BO RAY: (laughs) She came with the bucket.",
            "ANN LEE: Thanks.",
            "BO RAY: Thank you.",
            "ANN LEE: Bye.",
        ],
    );
    check(
        "marks4.txt",
        "Marie Roux : Comment ça a commencé ?\n\nLuc Petit : Dans la cuisine [rires].\n\nCoupure : [12:04]\n\nMarie Roux : Et le chat ?\n\nLuc Petit : Il est venu avec le seau.\n\nCoupure : [14:00]\n\nMarie Roux : Merci.\n",
        &[
            "Marie Roux?: Comment ça a commencé ?",
            "Luc Petit: Dans la cuisine [rires].",
            "Marie Roux?: Et le chat ?",
            "Luc Petit: Il est venu avec le seau.",
            "Marie Roux?: Merci.",
        ],
    );
}

#[test]
fn somebody_who_speaks_once() {
    check(
        "group.txt",
        "Ben: So who remembers how it began?\n\nAda: In the mill canteen, and then the rent went up.\n\nBen: And the cat? Who named her?\n\nCem: I did. She came with the bucket.\n\nBen: And then?\n\nAda: The whole street brought chairs.\n",
        &[
            "Ben?: So who remembers how it began?",
            "Ada: In the mill canteen, and then the rent went up.",
            "Ben?: And the cat? Who named her?",
            "Cem: I did. She came with the bucket.",
            "Ben?: And then?",
            "Ada: The whole street brought chairs.",
        ],
    );
    check(
        "once2.txt",
        "Hatice: Who remembers how it began?\n\nMihai: In the canteen.\n\nHatice: And the cat? Who named her?\n\nZsófia: I did. She came with the bucket.\n\nHatice: And then?\n\nMihai: The whole street brought chairs.\n",
        &[
            "Hatice?: Who remembers how it began?",
            "Mihai: In the canteen.",
            "Hatice?: And the cat? Who named her?",
            "Zsófia: I did. She came with the bucket.",
            "Hatice?: And then?",
            "Mihai: The whole street brought chairs.",
        ],
    );
    check(
        "once3.txt",
        "Moderator: Who remembers?\nXhelal: In the canteen, and the rent went up.\nModerator: And the cat?\nNurse 2: She came with the bucket.\nOyelaran: I fed her.\nModerator: And then?\nXhelal: Chairs.\n",
        &[
            "Moderator?: Who remembers?",
            "Xhelal: In the canteen, and the rent went up.",
            "Moderator?: And the cat?",
            "Nurse 2: She came with the bucket.",
            "Oyelaran: I fed her.",
            "Moderator?: And then?",
            "Xhelal: Chairs.",
        ],
    );
    check(
        "once4.txt",
        "MODERATORIN: Wer erinnert sich?\n\nFrau Yıldız: In der Kantine.\n\nMODERATORIN: Und die Katze?\n\nHerr Nowak: Die kam mit dem Eimer.\n\nMODERATORIN: Und dann?\n\nFrau Yıldız: Stühle.\n",
        &[
            "MODERATORIN?: Wer erinnert sich?",
            "Frau Yıldız: In der Kantine.",
            "MODERATORIN?: Und die Katze?",
            "Herr Nowak: Die kam mit dem Eimer.",
            "MODERATORIN?: Und dann?",
            "Frau Yıldız: Stühle.",
        ],
    );
}

#[test]
fn speaker_on_a_line_of_its_own() {
    check(
        "interview.txt",
        "Interviewer\n\nHow was the first day?\n\nParticipant\n\nThe shuttle leaves before my shift ends.\n\nInterviewer\n\nAnd the printer?\n\nParticipant\n\nThe printer on level two never works.\n\nInterviewer\n\nAnd the stairs?\n\nParticipant\n\nThe stairs are hard for people on crutches.\n",
        &[
            "Interviewer?: How was the first day?",
            "Participant: The shuttle leaves before my shift ends.",
            "Interviewer?: And the printer?",
            "Participant: The printer on level two never works.",
            "Interviewer?: And the stairs?",
            "Participant: The stairs are hard for people on crutches.",
        ],
    );
    check(
        "own2.txt",
        "Moderatorin\nWie war der erste Tag?\n\nTeilnehmer 1\nDer Bus fährt zu früh.\n\nModeratorin\nUnd der Drucker?\n\nTeilnehmer 2\nDer geht nie.\n\nModeratorin\nUnd die Treppe?\n\nTeilnehmer 1\nDie ist steil.\n",
        &[
            "Moderatorin?: Wie war der erste Tag?",
            "Teilnehmer 1: Der Bus fährt zu früh.",
            "Moderatorin?: Und der Drucker?",
            "Teilnehmer 2: Der geht nie.",
            "Moderatorin?: Und die Treppe?",
            "Teilnehmer 1: Die ist steil.",
        ],
    );
    check(
        "own3.txt",
        "Enquêteur\n\nComment était le premier jour ?\n\nEnquêté\n\nLe bus part trop tôt.\n\nEnquêteur\n\nEt l'imprimante ?\n\nEnquêté\n\nElle ne marche jamais.\n",
        &[
            "Enquêteur?: Comment était le premier jour ?",
            "Enquêté: Le bus part trop tôt.",
            "Enquêteur?: Et l'imprimante ?",
            "Enquêté: Elle ne marche jamais.",
        ],
    );
    check(
        "own4.txt",
        "Sam\n\nHow was the first day?\n\nPriya\n\nThe shuttle leaves before my shift ends.\n\nSam\n\nAnd the printer?\n\nPriya\n\nIt never works, and I asked twice.\n",
        &[
            "Sam?: How was the first day?",
            "Priya: The shuttle leaves before my shift ends.",
            "Sam?: And the printer?",
            "Priya: It never works, and I asked twice.",
        ],
    );
    check(
        "own5.txt",
        "SPEAKER 1\nHow was the first day?\n\nSPEAKER 2\nThe shuttle leaves before my shift ends.\nIt was the last one.\n\nSPEAKER 1\nAnd the printer?\n\nSPEAKER 2\nIt never works.\n",
        &[
            "SPEAKER 1?: How was the first day?",
            "SPEAKER 2: The shuttle leaves before my shift ends.\nIt was the last one.",
            "SPEAKER 1?: And the printer?",
            "SPEAKER 2: It never works.",
        ],
    );
}

#[test]
fn teams_docx_time_lines() {
    check(
        "meeting.txt",
        "0:0:0.120 --> 0:0:5.660\nGrace Obi\nHow was the first day?\n\n0:0:6.120 --> 0:0:11.660\nTom Lind\nThe shuttle leaves before my shift ends.\n\n0:0:12.120 --> 0:0:17.660\nTom Lind\nThe printer on level two never works.\n\n0:0:18.120 --> 0:0:23.660\nGrace Obi\nAnd the building?\n\n0:0:24.120 --> 0:0:29.660\nTom Lind\nThe stairs are hard for people on crutches.\n",
        &[
            "[0:0:0.120] Grace Obi?: How was the first day?",
            "[0:0:6.120] Tom Lind: The shuttle leaves before my shift ends. The printer on level two never works.",
            "[0:0:18.120] Grace Obi?: And the building?",
            "[0:0:24.120] Tom Lind: The stairs are hard for people on crutches.",
        ],
    );
    check(
        "teams2.txt",
        "00:00:00.000 --> 00:00:05.660\nGrace Obi\n\nHow was the first day?\n\n00:00:06.120 --> 00:00:11.660\nTom Lind\n\nThe shuttle leaves before my shift ends.\n\n00:00:12.120 --> 00:00:17.660\nTom Lind\n\nThe printer on level two never works.\n",
        &[
            "[00:00:00.000] Grace Obi?: How was the first day?",
            "[00:00:06.120] Tom Lind: The shuttle leaves before my shift ends. The printer on level two never works.",
        ],
    );
    check(
        "teams3.txt",
        "Projekttreffen\n\n0:0:0.120 --> 0:0:5.660\nJana Krüger (Gast)\nWie war der erste Tag?\n\n0:0:6.120 --> 0:0:11.660\nOmar Said\nDer Bus fährt zu früh.\n\n0:0:12.120 --> 0:0:17.660\nJana Krüger\nUnd der Drucker?\n\n0:0:18.120 --> 0:0:23.660\nOmar Said\nDer geht nie.\n",
        &[
            "[0:0:0.120] Jana Krüger?: Wie war der erste Tag?",
            "[0:0:6.120] Omar Said: Der Bus fährt zu früh.",
            "[0:0:12.120] Jana Krüger?: Und der Drucker?",
            "[0:0:18.120] Omar Said: Der geht nie.",
        ],
    );
}

#[test]
fn time_behind_the_name() {
    check(
        "call.txt",
        "John: 00:00 How was the first day?\nMary: 00:05 The shuttle leaves before my shift ends.\nJohn: 00:15 And pay?\nMary: 00:20 Pay slips come a week late every month.\n",
        &[
            "[00:00] John?: How was the first day?",
            "[00:05] Mary: The shuttle leaves before my shift ends.",
            "[00:15] John?: And pay?",
            "[00:20] Mary: Pay slips come a week late every month.",
        ],
    );
    check(
        "time2.txt",
        "Anna [00:00]: How was the first day?\nWei [00:05]: The shuttle leaves early.\nAnna [00:15]: And pay?\nWei [00:20]: A week late.\n",
        &[
            "[00:00] Anna?: How was the first day?",
            "[00:05] Wei: The shuttle leaves early.",
            "[00:15] Anna?: And pay?",
            "[00:20] Wei: A week late.",
        ],
    );
    check(
        "time3.txt",
        "Anna - 00:00:01 How was the first day?\nWei - 00:00:05 The shuttle leaves early.\nAnna - 00:00:15 And pay?\nWei - 00:00:20 A week late.\n",
        &[
            "[00:00:01] Anna?: How was the first day?",
            "[00:00:05] Wei: The shuttle leaves early.",
            "[00:00:15] Anna?: And pay?",
            "[00:00:20] Wei: A week late.",
        ],
    );
    check(
        "time4.txt",
        "INTERVIEWERIN: 0:00:01 Wie war der erste Tag?\nBEFRAGTE: 0:00:05 Der Bus fährt zu früh.\nINTERVIEWERIN: 0:00:15 Und der Lohn?\nBEFRAGTE: 0:00:20 Immer zu spät.\n",
        &[
            "[0:00:01] INTERVIEWERIN?: Wie war der erste Tag?",
            "[0:00:05] BEFRAGTE: Der Bus fährt zu früh.",
            "[0:00:15] INTERVIEWERIN?: Und der Lohn?",
            "[0:00:20] BEFRAGTE: Immer zu spät.",
        ],
    );
    check(
        "time5.txt",
        "John 00:00 How was the first day?\nMary 00:05 The shuttle leaves before my shift ends.\nJohn 00:15 And pay?\nMary 00:20 Pay slips come a week late every month.\n",
        &[
            "[00:00] John?: How was the first day?",
            "[00:05] Mary: The shuttle leaves before my shift ends.",
            "[00:15] John?: And pay?",
            "[00:20] Mary: Pay slips come a week late every month.",
        ],
    );
    check(
        "time6.txt",
        "Anna: When can you come?\nWei: 10:30 would be fine.\nAnna: And on Monday?\nWei: Never.\n",
        &["Anna?: When can you come?", "Wei: 10:30 would be fine.", "Anna?: And on Monday?", "Wei: Never."],
    );
    check(
        "time7.txt",
        "John (00:00): How was the first day?\nMary (00:05): The shuttle leaves before my shift ends.\nJohn (00:15) : And pay?\nMary, 00:20: Pay slips come late.\n",
        &[
            "[00:00] John?: How was the first day?",
            "[00:05] Mary: The shuttle leaves before my shift ends.",
            "[00:15] John?: And pay?",
            "[00:20] Mary: Pay slips come late.",
        ],
    );
    check(
        "time8.txt",
        "Speaker 1 00:00:02\nHow was the first day?\nSpeaker 2 00:00:09\nThe shuttle leaves early.\nSpeaker 1 00:00:15\nAnd pay?\n",
        &[
            "[00:00:02] Speaker 1?: How was the first day?",
            "[00:00:09] Speaker 2: The shuttle leaves early.",
            "[00:00:15] Speaker 1?: And pay?",
        ],
    );
}

#[test]
fn q_and_a_with_full_stops() {
    check(
        "oral-history.txt",
        "Q. Where did you work first?\n\nA. In the mill by the river. It was hot and nobody stayed long.\n\nQ. And after it closed?\n\nA. I drove the school bus. The shuttle leaves before my shift ends.\n\nQ. Did you like that?\n\nA. Better than the mill, yes. The children sang.\n",
        &[
            "Q?: Where did you work first?",
            "A: In the mill by the river. It was hot and nobody stayed long.",
            "Q?: And after it closed?",
            "A: I drove the school bus. The shuttle leaves before my shift ends.",
            "Q?: Did you like that?",
            "A: Better than the mill, yes. The children sang.",
        ],
    );
    check(
        "qa2.txt",
        "F. Wo haben Sie zuerst gearbeitet?\n\nA. In der Mühle am Fluss. Es war heiß.\n\nF. Und danach?\n\nA. Ich fuhr den Schulbus.\n\nF. Gern?\n\nA. Lieber als die Mühle.\n",
        &[
            "F?: Wo haben Sie zuerst gearbeitet?",
            "A: In der Mühle am Fluss. Es war heiß.",
            "F?: Und danach?",
            "A: Ich fuhr den Schulbus.",
            "F?: Gern?",
            "A: Lieber als die Mühle.",
        ],
    );
    check(
        "qa3.txt",
        "P. ¿Dónde trabajó usted primero?\n\nR. En el molino, junto al río. Hacía calor.\n\nP. ¿Y después?\n\nR. Conduje el autobús.\n\nP. ¿Le gustaba?\n\nR. Más que el molino.\n",
        &[
            "P?: ¿Dónde trabajó usted primero?",
            "R: En el molino, junto al río. Hacía calor.",
            "P?: ¿Y después?",
            "R: Conduje el autobús.",
            "P?: ¿Le gustaba?",
            "R: Más que el molino.",
        ],
    );
    check(
        "qa4.txt",
        "Q1. Where did you work first?\nA1. In the mill by the river.\nQ2. And after it closed?\nA2. I drove the school bus.\nQ3. Did you like that?\nA3. Better than the mill.\n",
        &[
            "Q?: Where did you work first?",
            "A: In the mill by the river.",
            "Q?: And after it closed?",
            "A: I drove the school bus.",
            "Q?: Did you like that?",
            "A: Better than the mill.",
        ],
    );
    check(
        "qa5.txt",
        "Q.   Where did you work first?\nA.   In the mill by the river. It was hot.\n\n     Nobody stayed long.\nQ.   And after it closed?\nA.   I drove the school bus.\n",
        &[
            "Q?: Where did you work first?",
            "A: In the mill by the river. It was hot.\n\n     Nobody stayed long.",
            "Q?: And after it closed?",
            "A: I drove the school bus.",
        ],
    );
    check(
        "qa7.txt",
        "D. Dove ha lavorato?\n\nR. Al mulino, vicino al fiume.\n\nD. E dopo?\n\nR. Guidavo l'autobus.\n\nD. Le piaceva?\n\nR. Più del mulino.\n",
        &[
            "D?: Dove ha lavorato?",
            "R: Al mulino, vicino al fiume.",
            "D?: E dopo?",
            "R: Guidavo l'autobus.",
            "D?: Le piaceva?",
            "R: Più del mulino.",
        ],
    );
}

#[test]
fn who_asks_is_guessed_and_cannot_be_said() {
    check(
        "founders.txt",
        "Ben: So we are live. Do you remember how it began?\n\nAda: In the mill canteen, and then the rent went up.\n\nBen: Right, and I had just married, so I was asleep most of the time. I remember the smell of the paint, and I was sure nobody would come. I built the first shelf myself. Is that how you saw it?\n\nAda: You built it crooked.\n\nBen: It was crooked, yes. We sold nine books on the first day and I kept the list. The rain came through the roof, I put a bucket under it, and by May we had a cat. Who named her?\n\nCem: I did. She came with the bucket.\n\nBen: The whole street brought chairs. I never paid for one. The bank said no, the council said no, my aunt said yes. What would you do again?\n\nAda: All of it.\n\nBen: Me too. I would do the roof first, then the shelf, then the cat. It was the best year I ever had.\n",
        &[
            "Ben: So we are live. Do you remember how it began?",
            "Ada: In the mill canteen, and then the rent went up.",
            "Ben: Right, and I had just married, so I was asleep most of the time. I remember the smell of the paint, and I was sure nobody would come. I built the first shelf myself. Is that how you saw it?",
            "Ada: You built it crooked.",
            "Ben: It was crooked, yes. We sold nine books on the first day and I kept the list. The rain came through the roof, I put a bucket under it, and by May we had a cat. Who named her?",
            "Cem: I did. She came with the bucket.",
            "Ben: The whole street brought chairs. I never paid for one. The bank said no, the council said no, my aunt said yes. What would you do again?",
            "Ada: All of it.",
            "Ben: Me too. I would do the roof first, then the shelf, then the cat. It was the best year I ever had.",
        ],
    );
    check(
        "who2.txt",
        "Lina: Also, erzähl mal, wie fing es an?\n\nTom: In der Küche.\n\nLina: Ja, und ich hatte gerade geheiratet. Ich weiß noch, wie die Farbe roch, und ich war sicher, dass niemand kommt. Ich habe das erste Regal gebaut. Und du?\n\nTom: Ich habe es schief gebaut.\n\nLina: Das stimmt. Am ersten Tag haben wir neun Bücher verkauft, ich habe die Liste noch. Der Regen kam durchs Dach. Weißt du noch?\n\nTom: Ja, der Eimer.\n",
        &[
            "Lina: Also, erzähl mal, wie fing es an?",
            "Tom: In der Küche.",
            "Lina: Ja, und ich hatte gerade geheiratet. Ich weiß noch, wie die Farbe roch, und ich war sicher, dass niemand kommt. Ich habe das erste Regal gebaut. Und du?",
            "Tom: Ich habe es schief gebaut.",
            "Lina: Das stimmt. Am ersten Tag haben wir neun Bücher verkauft, ich habe die Liste noch. Der Regen kam durchs Dach. Weißt du noch?",
            "Tom: Ja, der Eimer.",
        ],
    );
    check(
        "who3.txt",
        "Dana: How was it?\n\nWei: Fine.\n\nDana: And the bus, which they moved in March to the other side?\n\nWei: Gone.\n\nDana: Why?\n\nWei: Money.\n",
        &[
            "Dana?: How was it?",
            "Wei: Fine.",
            "Dana?: And the bus, which they moved in March to the other side?",
            "Wei: Gone.",
            "Dana?: Why?",
            "Wei: Money.",
        ],
    );
}

#[cfg(feature = "docx")]
#[test]
fn docx_transcript_in_a_table() {
    assert_eq!(
        turns("table.docx", &file("table.docx"), DocumentKind::Auto),
        [
            "Interviewer?: How was the first day?",
            "P04: Nobody told us about the move to the new floor.",
            "Interviewer?: And the printer?",
            "P04: The printer on level two never works.",
            "Interviewer?: And pay?",
            "P04: Pay slips come a week late every month.",
        ]
    );
    assert_eq!(
        turns("table-de.docx", &file("table-de.docx"), DocumentKind::Auto),
        [
            "[00:00:04] Interviewerin?: Wie war der erste Tag?",
            "[00:00:09] B2: Niemand hat uns den Umzug angekündigt.",
            "[00:00:21] Interviewerin?: Und der Drucker?",
            "[00:00:25] B2: Der im zweiten Stock geht nie.",
        ]
    );
    assert_eq!(
        turns("table-names.docx", &file("table-names.docx"), DocumentKind::Auto),
        [
            "Ann Lee?: How did it start?",
            "Bo Ray: In the mill canteen.",
            "Ann Lee?: And the rent?",
            "Bo Ray: It went up in May. We wrote to the council.",
            "Cem: They never wrote back.",
            "Ann Lee?: And then?",
            "Cem: We moved.",
        ]
    );
}

#[cfg(feature = "docx")]
#[test]
fn teams_docx_as_word_writes_it() {
    assert_eq!(
        turns("teams-br.docx", &file("teams-br.docx"), DocumentKind::Auto),
        [
            "[0:0:0.0] Grace Obi?: How was the first day?",
            "[0:0:6.0] Tom Lind: The shuttle leaves before my shift ends. And the printer never works.",
            "[0:0:13.0] Grace Obi?: And the building?",
        ]
    );
    assert_eq!(
        turns("teams-new.docx", &file("teams-new.docx"), DocumentKind::Auto),
        [
            "[0:03] Grace Obi?: How was the first day?",
            "[0:08] Tom Lind: The shuttle leaves before my shift ends.",
            "[0:15] Grace Obi?: And pay?",
            "[0:20] Tom Lind: A week late every month.",
        ]
    );
}

/// The turns of an interview of which several files are printed.
#[cfg(feature = "pdf")]
const SHIFTS: [&str; 16] = [
    "Interviewer?: What was the first day like?",
    "Participant: The shuttle leaves before my shift ends. Please let us swap shifts ourselves.",
    "Interviewer?: And the canteen?",
    "Participant: Canteen prices went up twice this year. The stairs are hard for people on crutches.",
    "Interviewer?: How do you get here?",
    "Participant: My manager listens when I raise a problem. Pay slips come a week late every month.",
    "Interviewer?: Who helps you?",
    "Participant: Nobody told us about the move to the new floor. The new system froze during the audit.",
    "Interviewer?: What about the move?",
    "Participant: The printer on level two never works. I like that we finish early on Fridays.",
    "Interviewer?: And the printer?",
    "Participant: Please let us swap shifts ourselves. Heating in the store room is broken.",
    "Interviewer?: And the shifts?",
    "Participant: The stairs are hard for people on crutches. Training was cancelled three times.",
    "Interviewer?: Is the building all right?",
    "Participant: Pay slips come a week late every month. The shuttle leaves before my shift ends.",
];

/// Those of another, which is printed twice in each file.
#[cfg(feature = "pdf")]
const LIFT: [&str; 8] = [
    "Moderatorin?: Wie lange leben Sie schon hier?",
    "B1: Seit neun Jahren, und der Aufzug geht seit dem Winter nicht mehr.",
    "Moderatorin?: Und der Bus?",
    "B1: Der kommt nur zweimal am Tag.",
    "Moderatorin?: Was fehlt Ihnen?",
    "B1: Ein Laden, in dem man auch am Sonntag Brot bekommt.",
    "Moderatorin?: Noch etwas?",
    "B1: Nein, das war es.",
];

#[cfg(feature = "pdf")]
#[test]
fn pdf_turns_without_a_gap() {
    assert_eq!(turns("tight.pdf", &file("tight.pdf"), DocumentKind::Auto), SHIFTS);
    assert_eq!(turns("tight-de.pdf", &file("tight-de.pdf"), DocumentKind::Auto), [LIFT, LIFT].concat());
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_with_numbers_in_the_margin() {
    assert_eq!(
        turns("margin.pdf", &file("margin.pdf"), DocumentKind::Auto),
        [
            &SHIFTS[..],
            &[
                "Interviewer?: And pay?",
                "Participant: The new system froze during the audit. Canteen prices went up twice this year.",
                "Interviewer?: The new system?",
                "Participant: I like that we finish early on Fridays. My manager listens when I raise a problem.",
                "Interviewer?: Fridays?",
                "Participant: Heating in the store room is broken. Nobody told us about the move to the new floor.",
                "Interviewer?: The store room?",
                "Participant: Training was cancelled three times. The printer on level two never works.",
                "Interviewer?: Training?",
                "Participant: The shuttle leaves before my shift ends. Please let us swap shifts ourselves.",
                "Interviewer?: Anything else?",
                "Participant: Canteen prices went up twice this year. The stairs are hard for people on crutches.",
            ]
        ]
        .concat()
    );
    assert_eq!(turns("lines.pdf", &file("lines.pdf"), DocumentKind::Auto), [LIFT, LIFT].concat());
    assert_eq!(
        turns("fifth.pdf", &file("fifth.pdf"), DocumentKind::Auto),
        [
            "Moderatorin?: Wie lange leben Sie schon hier?",
            "B1: Seit neun Jahren, und der Aufzug geht seit dem Winter nicht mehr.",
            "Moderatorin?: Und der Bus?",
            "B1: Der kommt nur zweimal am Tag.",
            "Moderatorin?: Was fehlt Ihnen?",
            "B1: Ein Laden, in dem man auch am Sonntag Brot bekommt.",
            "Moderatorin?: Noch etwas?",
            "B1: Nein, das war es.",
            "Moderatorin?: Wie lange leben Sie schon hier?",
            "B1: Seit neun Jahren, und der Aufzug geht seit dem Winter nicht mehr.",
            "Moderatorin?: Und der Bus?",
            "B1: Der kommt nur zweimal am Tag.",
            "Moderatorin?: Was fehlt Ihnen?",
            "B1: Ein Laden, in dem man auch am Sonntag Brot bekommt.",
            "Moderatorin?: Noch etwas?",
            "B1: Nein, das war es.",
        ]
    );
}

#[cfg(feature = "pdf")]
#[test]
fn numbers_in_the_margin_are_left_out_with_a_note() {
    let read = path::bytes("margin.pdf", &file("margin.pdf"), &PathOptions::new(Language::english())).unwrap();
    let notes: Vec<String> = read.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|note| note.contains("numbers in the margin (1 to")), "{notes:?}");
    assert!(!read.documents[0].text.lines().any(|line| line.trim().parse::<u32>().is_ok()));
}

#[cfg(feature = "docx")]
#[test]
fn interview_without_names() {
    let expected = [
        "Interviewer?: What was the first day like?",
        "nurse: Nobody told us about the move to the new floor. I think that they forgot us.",
        "Interviewer?: Who helps you?",
        "nurse: My manager listens when I raise a problem. She said that she would write it down.",
        "Interviewer?: And the building?",
        "nurse: The stairs are hard for people on crutches.",
        "Interviewer?: What would you change?",
        "nurse: Please let us swap shifts ourselves. I hope that it is heard.",
    ];
    assert_eq!(turns("nurse.docx", &file("nurse.docx"), DocumentKind::Transcript), expected);
    let text = "**What was it like?**\n\nIt was late.\n\nWe left. Did you?\n\n**And now?**\n\nNow it is fine.\n";
    assert_eq!(
        turns("p/nora.md", text.as_bytes(), DocumentKind::Paragraphs),
        [
            "Interviewer?: What was it like?",
            "nora: It was late.",
            "nora: We left. Did you?",
            "Interviewer?: And now?",
            "nora: Now it is fine.",
        ]
    );
    let plain = "Seit neun Jahren.\n\nDer Aufzug geht nicht.\n";
    assert_eq!(
        turns("b3.txt", plain.as_bytes(), DocumentKind::Paragraphs),
        ["b3: Seit neun Jahren.", "b3: Der Aufzug geht nicht."]
    );
}

#[test]
fn whoever_asks_can_be_named() {
    let text = "Ana: I came. Why?\n\nBo: I left. Who?\n\nAna: He. When?\n\nBo: Now. Then?\n";
    let asking = |names: &[&str]| {
        let document = Document::new("talk", text).interviewers(names.iter().copied());
        let found = Extractor::new(Language::english()).extract(&document);
        found.quotes.iter().filter(|quote| quote.is_interviewer()).count()
    };
    assert_eq!((asking(&["Bo"]), asking(&["Ana", "Bo"]), asking(&[])), (2, 4, 0));
}

#[test]
fn the_runs_of_a_flowing_turn_are_exact() {
    let text = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ana>I took <i>the</i> bus\nto <b>un</b>known\n\n00:03.000 --> 00:05.000\n<v Ana>towns.\n";
    let found = Extractor::new(Language::english()).extract(&Document::new("a.vtt", text));
    let quote = &found.quotes[0];
    assert_eq!(quote.text, "I took the bus to unknown towns.");
    assert!(quote.is_flowing());
    let runs: Vec<&str> = quote.content.iter().map(|span| span.of(text)).collect();
    assert_eq!(runs, ["I took", "the", "bus", "to", "un", "known", "towns."]);
}

#[test]
fn programs_that_write_speech_down() {
    // Whisper, aTrain and WhisperX, f4 and MAXQDA.
    check(
        "whisper.txt",
        "[00:00:00.000 --> 00:00:04.000]  So how did it start?\n[00:00:04.000 --> 00:00:08.500]  In the mill, and then the rent\n\
         [00:00:08.500 --> 00:00:11.000]  went up in May.\n",
        &["[00:00:00.000] -: So how did it start?", "[00:00:04.000] -: In the mill, and then the rent went up in May."],
    );
    for text in [
        "SPEAKER_00\nWhy?\n\nSPEAKER_01\nRent.\n\nSPEAKER_00\nAnd?\n\nSPEAKER_01\nI left.\n",
        "[SPEAKER_00]: Why?\n[SPEAKER_01]: Rent.\n[SPEAKER_00]: And?\n[SPEAKER_01]: I left.\n",
    ] {
        check("a.txt", text, &["SPEAKER_00?: Why?", "SPEAKER_01: Rent.", "SPEAKER_00?: And?", "SPEAKER_01: I left."]);
    }
    check(
        "f4.txt",
        "I: Wie fing es an? #00:00:05-2#\n\nB: In der Kantine. #00:00:15-8#\n\nI: Und dann?\n\nB: Nie. #00:00:25-0#\n",
        &["I?: Wie fing es an?", "[00:00:05] B: In der Kantine.", "[00:00:15] I?: Und dann?", "B: Nie."],
    );
    check(
        "maxqda.txt",
        "#00:00:01-2# I: Wie fing es an?\n#00:00:05-2# B1: In der Kantine.\n#00:00:15-8# I: Und dann?\n#00:00:18-1# B1: Nie.\n",
        &[
            "[00:00:01] I?: Wie fing es an?",
            "[00:00:05] B1: In der Kantine.",
            "[00:00:15] I?: Und dann?",
            "[00:00:18] B1: Nie.",
        ],
    );
}

/// The themes of interviews, and the turns that say nothing.
fn themes(code: &str, texts: &[String]) -> (Vec<String>, Vec<String>) {
    let language = Language::named(code).unwrap();
    let documents: Vec<Document<'_>> =
        texts.iter().enumerate().map(|(number, text)| Document::new(format!("i{number}"), text)).collect();
    let corpus = Extractor::new(language.clone()).corpus(&documents).unwrap();
    let quotes: Vec<&Quote> = corpus.quotes().filter(|quote| !quote.is_interviewer()).collect();
    let (_, codings) = ThemeModel::options(&language).fit_code(&quotes).unwrap();
    let silent = quotes.iter().filter(|quote| codings.no_content.contains(&quote.id));
    (codings.themes.iter().map(|theme| theme.label.clone()).collect(), silent.map(|quote| quote.text.clone()).collect())
}

const FRENCH: [&str; 8] =
    ["Oui.", "Je vois.", "D’accord.", "C’est ça.", "Hum.", "Ah oui, voilà.", "Tout à fait.", "Ouais."];
const SPANISH: [&str; 8] =
    ["Sí.", "Ya veo.", "De acuerdo.", "Así es.", "Eso es.", "Ah, vale.", "Bueno, claro.", "Ajá."];
const ITALIAN: [&str; 8] = ["Sì.", "Ho capito.", "Già.", "Giusto.", "D’accordo.", "Ecco.", "Certo, certo.", "Va bene."];
const PORTUGUESE: [&str; 8] = ["Sim.", "Pois.", "Entendo.", "Isso mesmo.", "Tá.", "Uhum.", "Pois é.", "Está bem."];
const DUTCH: [&str; 8] = ["Ja.", "Oké.", "Snap ik.", "Juist.", "Natuurlijk.", "Precies.", "Ja, klopt.", "Goed."];

#[test]
fn backchannels_as_answers() {
    let english =
        ["Yeah.", "Mm-hmm.", "Okay.", "Right.", "Oh, right, I see.", "Yeah, yeah.", "Exactly.", "Uh-huh, sure."];
    let german = ["Ja, genau.", "Mhm.", "Okay.", "Ach so.", "Stimmt, ja.", "Alles klar.", "Na klar.", "Verstehe, hm."];
    for (code, listening, asked, said) in [
        ("en", english, "And the bus?", "The shuttle leaves before my shift ends"),
        ("de", german, "Und der Bus?", "Der Bus fährt vor dem Ende meiner Schicht"),
        ("fr", FRENCH, "Et le bus ?", "La navette part avant la fin de mon service"),
        ("es", SPANISH, "¿Y el autobús?", "El autobús sale antes de que termine mi turno"),
        ("it", ITALIAN, "E il bus?", "La navetta parte prima della fine del mio turno"),
        ("pt", PORTUGUESE, "E o autocarro?", "O autocarro parte antes do fim do meu turno"),
        ("nl", DUTCH, "En de bus?", "De bus vertrekt voor het einde van mijn dienst"),
    ] {
        let turn = |word: &str| format!("INT: {asked}\n\nP1: {said}.\n\nINT: {asked}\n\nP1: {word}\n\n");
        let text: String = listening.iter().map(|word| turn(word)).collect();
        let (labels, silent) = themes(code, &[text.clone(), text]);
        assert_eq!(silent.len(), 16, "{code}: {silent:?}");
        assert!(labels.iter().all(|label| !label.to_lowercase().contains("yeah")), "{labels:?}");
    }
}

#[test]
fn spoken_fillers() {
    let english = "INT: And?\n\nP1: Uh, yeah, so, um, the ramp was, uh, too steep, you know.\n\nINT: And?\n\nP1: Um, the letters, uh, kind of, \
                   um, come late.\n\nINT: And?\n\nP1: Er, yeah, like, parking, mm-hmm, it costs, uh, nine pounds.\n";
    let german = "INT: Und?\n\nP1: Ähm, ja, also die Rampe war, äh, halt zu steil.\n\nINT: Und?\n\nP1: Äh, die Briefe, ähm, kommen irgendwie zu \
                  spät.\n\nINT: Und?\n\nP1: Hm, ja, Parken, äh, kostet halt, ähm, neun Euro.\n";
    let fillers = [
        "uh",
        "um",
        "er",
        "yeah",
        "mm",
        "hmm",
        "you know",
        "like",
        "kind",
        "äh",
        "ähm",
        "ja",
        "halt",
        "also",
        "irgendwie",
        "hm",
    ];
    for (code, text) in [("en", english), ("de", german)] {
        let (labels, _) = themes(code, &vec![text.to_owned(); 4]);
        assert!(!labels.is_empty());
        for label in labels {
            let words: Vec<&str> = label.split(", ").flat_map(|words| words.split(' ')).collect();
            assert!(!fillers.iter().any(|filler| words.contains(filler)), "{label}");
        }
    }
}

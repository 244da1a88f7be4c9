//! Conversations by their labels, their questions and the people that their heads name; and texts that look like one and are none.

use verbatims::{Document, Extraction, Extractor, Language, QuoteKind};

fn read(document: &Document<'_>) -> Extraction {
    Extractor::new(Language::english()).extract(document)
}

/// Speaker, `?` for those who ask, and words, one turn a line; what is no turn is left out.
fn turns(found: &Extraction) -> Vec<String> {
    let turns = found.quotes.iter().filter(|quote| quote.kind == QuoteKind::Response);
    turns
        .map(|turn| {
            let asks = if turn.is_interviewer() { "?" } else { "" };
            format!("{}{asks}: {}", turn.speaker().map_or("-", |speaker| speaker.name.as_str()), turn.text)
        })
        .collect()
}

#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    assert_eq!(turns(&read(&Document::new("talk", text))), wanted, "{text}");
}

#[track_caller]
fn no_turns(text: &str) {
    assert_eq!(turns(&read(&Document::new("page", text))), [""; 0], "{text}");
}

/// An exchange in a layout: `{a}` asks, `{b}` answers.
fn exchange(layout: &str, between: &str, a: &str, b: &str) -> String {
    let talk = [
        ("When did you first see the sea?", "I was nine. We went by cart."),
        ("Who was with you?", "My two sisters and a goat."),
        ("Did you stay there?", "Until the war. Then we came back."),
    ];
    let fill = |(q, r): &(&str, &str)| layout.replace("{a}", a).replace("{b}", b).replace("{q}", q).replace("{r}", r);
    talk.iter().map(fill).collect::<Vec<_>>().join(between)
}

#[test]
fn labels_of_every_form() {
    for (layout, between) in [
        ("{a}: {q}\n\n{b}: {r}", "\n\n"),
        ("{a}\n{q}\n\n{b}\n{r}", "\n\n"),
        ("{a}\n\n{q}\n\n{b}\n\n{r}", "\n\n"),
        ("{a} - {q}\n\n{b} - {r}", "\n\n"),
        ("{a} -- {q}\n\n{b} -- {r}", "\n\n"),
        ("{a} — {q}\n{b} — {r}", "\n"),
        ("{a}. {q}\n\n{b}. {r}", "\n\n"),
        ("{a}.- {q}\n\n{b}.- {r}", "\n\n"),
        ("{a}\t{q}\n{b}\t{r}", "\n"),
        ("{a}: {q} {b}: {r}", " "),
        ("**{a}:** {q} **{b}:** {r}", " "),
        ("{a}. {q} {b}. {r}", " "),
    ] {
        for (a, b) in [("Interviewer", "P4"), ("Q", "A"), ("I", "P"), ("Ines Roth", "Paul Ames"), ("ROTH", "AMES")] {
            let found = turns(&read(&Document::new("talk", exchange(layout, between, a, b))));
            let wanted = [
                format!("{a}?: When did you first see the sea?"),
                format!("{b}: I was nine. We went by cart."),
                format!("{a}?: Who was with you?"),
                format!("{b}: My two sisters and a goat."),
                format!("{a}?: Did you stay there?"),
                format!("{b}: Until the war. Then we came back."),
            ];
            assert_eq!(found, wanted, "{layout} {a} {b}");
        }
    }
}

#[test]
fn turns_that_a_paper_quotes() {
    for [open, close] in [["“", "”"], ["\"", "\""], ["«", "»"]] {
        let text = format!(
            "The minister was on the morning show. A part of the talk:\n\n{open}ROTH: Will the mill “open” again?\n\n\
             {open}AMES: It will. The roof is done.\n\n{open}ROTH: When?\n\n{open}AMES: In May.{close}\n"
        );
        let turns =
            ["ROTH?: Will the mill “open” again?", "AMES: It will. The roof is done.", "ROTH?: When?", "AMES: In May."];
        check(&text, &turns);
    }
}

#[test]
fn one_question_and_its_answer() {
    check("Ines Roth: Why?\n\nPaul Ames: The bus.", &["Ines Roth?: Why?", "Paul Ames: The bus."]);
    check("The sea\n\nIR: Why?\nPA: The bus.", &["IR?: Why?", "PA: The bus."]);
    check("Host: Why? Guest: The bus.", &["Host?: Why?", "Guest: The bus."]);
}

#[test]
fn lines_that_look_like_labels() {
    for text in [
        "Apple. A fruit that keeps.\n\nPear. A fruit that does not.\n\nApple. Also a colour.\n\nPear. Also a shape.\n",
        "Note. Turn off the gas.\n\nWarning. The plate is hot.\n\nNote. Clean it.\n\nWarning. Use no soap.\n",
        "LONDON - Police said that the bridge was shut.\n\nPARIS - Trains were late.\n\nLONDON - Rain fell.\n",
        "Holt D. The mill. J Mill Stud 2001.\n\nBey O. Why work? Labour Q 2004.\n\nHolt D. The gate. 2003.\n",
        "Q. Which is the capital of France?\nA. Paris\nB. Lyon\n\nQ. And of Italy?\nA. Milan\nB. Rome\n",
        "Ida Moss\n4 Mill Lane\nPenby\n\nTom Reed\n9 Hill Road\nPenby\n",
        "Pros\n\nIt lasts.\n\nCons\n\nIt is heavy.\n\nPros\n\nIt is cheap.\n\nCons\n\nIt dents.\n",
        "Anna\n\nShe woke at six.\n\nBen\n\nHe had not slept.\n\nAnna\n\nThe wheel had stopped.\n\nBen\n\nHe heard it.\n",
        "Ida Moss - Editor\nTom Reed - Printer\nIda Moss - Accounts\n",
        "Ann Lee: Ann runs the choir.\n\nTom Reed: Tom teaches.\n\nIda Moss: Ida keeps the books.\n\nHal Orr: Hal drives.\n",
        "December 2022: Tickets will be made.\n\nMay 2023: They will be done.\n\nDecember 2022: Ask again.\n\nMay 2023: Rest.\n",
        "Lunch (12:00) Sandwiches\n\nTalk (13:00) The mill\n\nLunch (14:00) Cakes\n",
        "Step 1. Chop the leeks.\n\nStep 2. Fry them.\n\nTip. Use a wide pan.\n\nStep 3. Add stock.\n",
    ] {
        no_turns(text);
    }
}

#[test]
fn members_of_a_house() {
    let found = read(&Document::new(
        "house",
        "HON. A. RATU.- Madam Speaker, when will the mill open?\n\nHON. DR. P. LESI (Minister for Trade).- In June.\n\nThe House divided.\n\nMADAM SPEAKER.- I call the next item.\n",
    ));
    assert_eq!(
        turns(&found),
        [
            "HON. A. RATU: Madam Speaker, when will the mill open?",
            "HON. DR. P. LESI: In June.",
            "MADAM SPEAKER: I call the next item."
        ]
    );
    assert_eq!(found.quotes[1].speaker().and_then(|speaker| speaker.role.as_deref()), Some("Minister for Trade"));
    let seats = read(&Document::new(
        "house",
        "Mr. Lund (Harbour) : May I ask the Minister who pays?\n\nThe Minister for Works (Ms Dale) : The county does.\n\nMrs. Wace (Fell) : That is news to Fell.\n\nQuestion put and agreed to.\n",
    ));
    assert_eq!(
        turns(&seats),
        ["Mr. Lund: May I ask the Minister who pays?", "Ms Dale: The county does.", "Mrs. Wace: That is news to Fell."]
    );
    let of = |number: usize| seats.quotes[number].speaker().expect("a speaker");
    assert_eq!(of(0).affiliation.as_deref(), Some("Harbour"));
    assert_eq!(of(1).role.as_deref(), Some("Minister for Works"));
    check(
        "Mr Colin Lund (Harbour) (Ind)\n\nWho painted the pier?\n\nMs Dale\n\nI did.\n\n[Laughter.]\n\nMr Lund\n\nIt shows.\n\nMs Dale\n\nThank you.\n",
        &["Mr Colin Lund: Who painted the pier?", "Ms Dale: I did.", "Mr Lund: It shows.", "Ms Dale: Thank you."],
    );
    check(
        "    The CHAIRMAN. The committee will come to order.\n    Mr. HALE. Thank you. The dam is old.\n    Senator LUND. How old?\n    Mr. HALE. It was built in 1931.\n",
        &[
            "The CHAIRMAN: The committee will come to order.",
            "Mr. HALE: Thank you. The dam is old.",
            "Senator LUND: How old?",
            "Mr. HALE: It was built in 1931.",
        ],
    );
}

#[test]
fn people_at_a_hearing_speak_once_each() {
    check(
        "FLOOR OPEN:\n\nIda Moss, 4 Mill Lane: I am against the ramp.\n\nTom Reed, Hill Road: My son uses a chair.\n\nHal Orr, resident: We were never asked.\n\nAnn Wace, Low Street: I agree.\n",
        &[
            "Ida Moss: I am against the ramp.",
            "Tom Reed: My son uses a chair.",
            "Hal Orr: We were never asked.",
            "Ann Wace: I agree.",
        ],
    );
}

#[test]
fn a_witness_and_the_one_who_examines() {
    check(
        "THE COURT: Call your witness.\n\nIDA MOSS, being first duly sworn, testified as follows:\n\nDIRECT EXAMINATION\n\nBY MR. HALE:\n\nQ. Where do you live?\n\nA. In Fell, above the mill.\n\nTHE COURT: Speak up.\n\nBY MS. ORR:\n\nQ. Since when?\n\nA. Since May.\n",
        &[
            "THE COURT: Call your witness.",
            "MR. HALE?: Where do you live?",
            "IDA MOSS: In Fell, above the mill.",
            "THE COURT: Speak up.",
            "MS. ORR?: Since when?",
            "IDA MOSS: Since May.",
        ],
    );
}

#[test]
fn the_head_says_who_asks_and_who_answers() {
    check(
        "INTERVIEWEE: Ines Roth\nINTERVIEWER: Paul Ames\nDATE: 12 June 2009\n\nPaul Ames: Tell me about Varby.\n\nInes Roth: Did you see it? It had one street.\n",
        &["Paul Ames?: Tell me about Varby.", "Ines Roth: Did you see it? It had one street."],
    );
    check(
        "Author Q&A: Greta Solberg\n\nQ: Who is it for?\n\nA: People who keep letters.\n\nQ: Why?\n\nA: They read.\n",
        &["Q?: Who is it for?", "Greta Solberg: People who keep letters.", "Q?: Why?", "Greta Solberg: They read."],
    );
}

#[test]
fn titles_that_name_who_answers() {
    for (title, name) in [
        ("Greta Solberg on looms and neighbours", "Greta Solberg"),
        ("Greta Solberg talks about her loom", "Greta Solberg"),
        ("Five questions for the weaver Greta Solberg", "Greta Solberg"),
        ("Interview with Greta Solberg by Tom Reed", "Greta Solberg"),
        ("In the workshop with Greta Solberg", "Greta Solberg"),
        ("Looms\n\nWe spoke to Greta Solberg, a weaver from Hull.", "Greta Solberg"),
    ] {
        let found = read(&Document::new(
            "talk",
            format!(
                "{title}\n\nWhy did you take up weaving?\n\nMy loom came with the flat.\n\nDo your neighbours mind?\n\nThey knock. I knock back.\n"
            ),
        ));
        let answers: Vec<_> =
            found.quotes.iter().filter(|quote| quote.is_response() && !quote.is_interviewer()).collect();
        assert_eq!(answers.len(), 2, "{title}");
        assert!(answers.iter().all(|quote| quote.speaker().is_some_and(|speaker| speaker.name == name)), "{title}");
    }
}

#[test]
fn questions_of_every_layout() {
    for (layout, between) in [
        ("**{q}**\n\n{r}", "\n\n"),
        ("### {q}\n\n{r}", "\n\n"),
        ("**{q}** {r}", "\n\n"),
        ("{q}\n{r}", "\n\n"),
        ("{q}\n\n{r}", "\n\n"),
        ("Question - {q}\n\n{r}", "\n\n"),
        ("{q}\n\n*{r}*", "\n\n"),
        ("Q: {q}\n\nA: {r}", "\n\n"),
        ("<p><b>{q}</b><br>{r}</p>", "\n"),
    ] {
        let text = format!("# Greta Solberg on the sea\n\n{}\n", exchange(layout, between, "", ""));
        let found = read(&Document::new("talk", &*text));
        let answers: Vec<&str> =
            found.quotes.iter().filter(|quote| !quote.is_interviewer()).map(|quote| quote.text.as_str()).collect();
        assert_eq!(
            answers,
            ["I was nine. We went by cart.", "My two sisters and a goat.", "Until the war. Then we came back."],
            "{layout}"
        );
    }
    check(
        "How many chairs do you mend?\n\n_About nine a week._\n\nThat sounds tiring.\n\n_Only the cane ones._\n\nDo you keep any?\n\n_The ones nobody fetches._\n",
        &[
            "Interviewer?: How many chairs do you mend?",
            "-: About nine a week.",
            "Interviewer?: That sounds tiring.",
            "-: Only the cane ones.",
            "Interviewer?: Do you keep any?",
            "-: The ones nobody fetches.",
        ],
    );
}

#[test]
fn what_stands_between_answers_is_in_none() {
    check(
        "Greta Solberg on looms\n\nWhy weaving?\n\nMy loom came with the flat.\n\nThe neighbours\n\nDo they mind?\n\nThey knock. I knock back.\n\nSolberg’s book is out in May.\n",
        &[
            "Interviewer?: Why weaving?",
            "Greta Solberg: My loom came with the flat.",
            "Interviewer?: Do they mind?",
            "Greta Solberg: They knock. I knock back.",
        ],
    );
    check(
        "I: Was it cold?\n\nP3: I remember the ice on the\nrope.\n\n12\n\nI: And then?\n\nP3: We went home.\n",
        &["I?: Was it cold?", "P3: I remember the ice on the\nrope.", "I?: And then?", "P3: We went home."],
    );
    check(
        "## Track 1\n\nDM: When did you come?\n\nRK: In 1950.\n\n- 3 -\n\n## Track 2\n\nDM: And then?\n\nRK: I found work.\n",
        &["DM?: When did you come?", "RK: In 1950.", "DM?: And then?", "RK: I found work."],
    );
}

#[test]
fn questions_that_are_no_interview() {
    for text in [
        "# Frequently asked questions\n\n**How do I book?**\n\nYou can book online.\n\n**Can I bring a dog?**\n\nWe welcome dogs.\n\n**Do you open on Sundays?**\n\nYes.\n",
        "# Visiting us\n\n**How do I book?**\n\nYou can book online.\n\n**Can I bring a dog?**\n\nWe welcome dogs.\n\n**Do you open on Sundays?**\n\nYes, we do.\n",
        "# Tickets\n\n## Do you post tickets?\n\nWe post them.\n\n## Do you refund?\n\nWe refund you.\n\n## Can you change seats?\n\nWe can.\n",
        "# Weaving\n\n**What do you need?**\n\nA frame.\n\n**How long does it take?**\n\nA week.\n\n**Where can you buy yarn?**\n\nIn town.\n",
        "# Moving\n\n## Why did I move?\n\nI was tired.\n\n## Was it worth it?\n\nI miss my friends.\n\n## Would I do it again?\n\nI would.\n",
        "Why are the buses late?\n\nI have lived here for ten years, and I still ask.\n\nThe council blames the works.\n\nThe drivers are few.\n\nSo what should we do?\n\nI would start with the pay.\n",
        "Is the pier safe?\n\nThe council closed it on Monday.\n\nWill it open?\n\nEngineers will know in May.\n\nWhat does it cost?\n\nAbout £2m.\n",
        "1. How old are you?\n\n2. Where do you live?\n\n3. What should we change?\n\nThank you for your time.\n",
    ] {
        no_turns(text);
    }
}

#[test]
fn dialogues_inside_a_page() {
    let page = "## Results\n\nMost couples shared the diary. Some argued about it, as in this exchange:\n\nInterviewer: Who fills it in?\n\nHusband (C7): Mostly me.\n\nWife (C7): On Sundays, me.\n\nThe diary was kept for six weeks. Few couples missed a day.\n\n## Discussion\n\nDiaries work. They are cheap, and people like them.\n";
    check(page, &["Interviewer?: Who fills it in?", "Husband: Mostly me.", "Wife: On Sundays, me."]);
    check(
        "The plaintiff fell on the step in the winter, and the court heard two people about it. “Q: Did you see the ice? A: I did not.” The appeal was dismissed with costs, and the landlord was told to mend the step.",
        &["Q?: Did you see the ice?", "A: I did not."],
    );
    no_turns("P4: “I walk.”\n\nP7: “I wait for the bus.”\n\nP4: “It stops at six.”\n");
    no_turns("Clinton: 547.\n\nSanders: 46.\n\nClinton: 2,316.\n\nSanders: 1,547.\n");
}

#[test]
fn who_asks_is_more_than_a_share_of_questions() {
    let nobody_asks = |text: &str| {
        let found = read(&Document::new("talk", text));
        assert!(found.quotes.len() > 3 && found.quotes.iter().all(|quote| !quote.is_interviewer()), "{text}");
    };
    nobody_asks(
        "Mr. Dale: The pier was painted in March.\n\nMr. Lund (Fell): Will the Minister say who painted it?\n\nMr. Dale: I have just said so.\n\nMr. Lund: That is a new answer.\n",
    );
    nobody_asks(
        "[Speaker 1] [00:00] Did you see it? I was there.\n[Speaker 2] [00:09] On the radio.\n[Speaker 1] [00:15] It rained, and we stood.\n[Speaker 2] [00:22] Who won?\n[Speaker 1] [00:25] They did.\n",
    );
    nobody_asks(
        "LENA: I have been thinking about bread all week, and my mother would laugh at me.\n\nOTTO: I bake on Sundays.\n\nLENA: I bake at night. Do you use a tin?\n\nOTTO: Never.\n\nLENA: I do, and I burnt two.\n",
    );
}

#[test]
fn the_caller_says_who_asks_and_who_answers() {
    let text = "Ana: Who pays?\n\nWei: Nobody.\n\nAna: Why?\n\nWei: It is shut.\n";
    let asks = |document: Document<'_>| turns(&read(&document)).iter().filter(|turn| turn.contains("?: ")).count();
    assert_eq!(asks(Document::new("talk", text)), 2);
    assert_eq!(asks(Document::new("talk", text).interviewers(["Nobody"; 0])), 0);
    let other = read(&Document::new("talk", text).interviewers(["Wei"]));
    assert_eq!(turns(&other)[1], "Wei?: Nobody.");
    let answers = read(&Document::new("talk", text).respondents(["Ana"]));
    assert!(answers.quotes[0].speaker().is_some_and(|speaker| speaker.respondent));
    assert!(answers.quotes[1].speaker().is_some_and(|speaker| !speaker.respondent));
    let labelled = "INT: Why?\n\nAna: Rent.\n\nINT: And?\n\nAna: The bus.\n";
    let found = turns(&read(&Document::new("talk", labelled).interviewers(["Ana"])));
    assert!(found[0].starts_with("INT") && found[1] == "Ana?: Rent.", "{found:?}");
    let questions = "**Why?**\n\nI was ill.\n\n**Did you stay?**\n\nI did.\n\n**Do you miss it?**\n\nMy bed, yes.\n";
    let named = read(&Document::new("talk", questions).respondents(["Ida Moss"]));
    assert_eq!(turns(&named)[1], "Ida Moss: I was ill.");
}

"""Invented articles and answers, the same in every run."""

import json
import random

PEOPLE = [
    ("Ann Lee", "a nurse"),
    ("Bo Ray", "the mayor of Hull"),
    ("María López", "a bus driver"),
    ("Jürgen Weiß", "head of the planning office"),
    ("Ngozi Obi", "a tenant"),
    ("Prof. Ida Holm", "a sociologist at Leeds University"),
]
ABOUT = {
    "rent": ["The rent rose twice this year", "Nobody can pay such a rent", "My landlord wants more rent again"],
    "bus": ["The bus never comes on Sundays", "Buses are late every day", "There is no bus after nine"],
    "school": ["The school has no teacher for maths", "Teachers leave the school in spring", "Our school needs a roof"],
    "clinic": ["The clinic is shut on Fridays", "You wait for a doctor for weeks", "The clinic lost two doctors"],
}
PLAIN = [
    "The council met on Tuesday and did not vote.",
    "It had rained for days – the river stood high.",
    "The report is called “Places to Live” and has 40 pages.",
    "Café owners on Straße 7 were not asked.",
]


def sentence(random, person, role, words):
    return random.choice(
        [
            f"“{words},” said {person}, {role}.",
            f"{person}, {role}, said: “{words}.”",
            f"{person} said that {words[0].lower()}{words[1:]}.",
            f"“{words},” {person} said, “and that is not all.”",
            f"According to {person}, {words[0].lower()}{words[1:]}.",
        ]
    )


def articles(number, seed=1):
    """Documents: id, text, year, paper."""
    chance = random.Random(seed)
    made = []
    for at in range(number):
        parts = []
        for _ in range(chance.randint(3, 8)):
            person, role = chance.choice(PEOPLE)
            words = chance.choice(ABOUT[chance.choice(list(ABOUT))])
            parts.append(chance.choice(PLAIN) + " " + sentence(chance, person, role, words))
        made.append(
            {
                "id": f"article-{at:05}",
                "text": "\n\n".join(parts),
                "year": 2020 + at % 4,
                "paper": chance.choice(["Hull Daily", "Leeds Post", None]),
            }
        )
    return made


def answers(number, seed=2):
    """Answers to one question: id, text, area, age."""
    chance = random.Random(seed)
    made = []
    for at in range(number):
        text = chance.choice(ABOUT[chance.choice(list(ABOUT))])
        text = chance.choice([text + ".", "I think " + text.lower(), text + " and it gets worse"])
        if at % 17 == 3:
            text = chance.choice(["n/a", "-", None])
        made.append({"id": f"r{at}", "text": text, "area": chance.choice(["Hull", "Leeds"]), "age": 20 + at % 60})
    return made


def columns(rows):
    """Rows as a mapping of names to lists."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def lines(rows):
    """Rows as JSON Lines, nulls left out."""
    told = ({name: value for name, value in row.items() if value is not None or name == "text"} for row in rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told)

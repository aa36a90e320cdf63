"""Names as people bear them: what `check` accepts of them, `build` publishes, in every output."""

import csv
import io
import json
import re

import pytest

from generator.build import pipeline
from generator.core import settings
from generator.records import french
from generator.territory import geo
from generator.writing import yaml_text
from tests.miniature import TODAY
from tests.site_fixtures import BuiltClub, build_club, copy_miniature

# (given name, family name): forty scripts, then what collides, misleads or is merely long.
SCRIPTS = (
    ("Zoé", "Oberlin"),  # Latin
    ("Ελένη", "Παπαδοπούλου"),  # Greek
    ("Анна", "Ёлкина"),  # Cyrillic
    ("Արամ", "Խաչատրյան"),  # Armenian
    ("დავით", "ბერიძე"),  # Georgian
    ("שרה", "כהן"),  # Hebrew
    ("محمد", "الخطيب"),  # Arabic
    ("ܡܪܝܡ", "ܒܪ ܨܠܝܒܝ"),  # Syriac
    ("އަހުމަދު", "ރަޝީދު"),  # Thaana
    ("ߊߡߊߘߎ", "ߖߊߟߏ"),  # N’Ko
    ("राजेश", "शर्मा"),  # Devanagari
    ("রবীন্দ্রনাথ", "ঠাকুর"),  # Bengali
    ("ਗੁਰਪ੍ਰੀਤ", "ਸਿੰਘ"),  # Gurmukhi
    ("નરેન્દ્ર", "પટેલ"),  # Gujarati
    ("ଜଗନ୍ନାଥ", "ମହାପାତ୍ର"),  # Oriya
    ("முருகன்", "சுப்பிரமணியன்"),  # Tamil
    ("శ్రీనివాస్", "రావు"),  # Telugu
    ("ಬಸವರಾಜ್", "ಗೌಡ"),  # Kannada
    ("കൃഷ്ണൻ", "നായർ"),  # Malayalam
    ("සුනිල්", "පෙරේරා"),  # Sinhala
    ("สมชาย", "ใจดี"),  # Thai
    ("ສົມພອນ", "ວົງສາ"),  # Lao
    ("བསྟན་འཛིན", "རྒྱ་མཚོ"),  # Tibetan
    ("အောင်", "ဆန်းစုကြည်"),  # Myanmar
    ("សុខា", "ចាន់"),  # Khmer
    ("ᠪᠠᠲᠤ", "ᠮᠥᠩᠬᠡ"),  # Mongolian
    ("አበበ", "ቢቂላ"),  # Ethiopic
    ("ᏣᎳᎩ", "ᏎᏉᏯ"),  # Cherokee
    ("ᐃᓄᒃ", "ᑐᑭᓯ"),  # Canadian Aboriginal
    ("ⵎⴰⵙⵙⵉⵏ", "ⴰⵣⵓⵍ"),  # Tifinagh
    ("小龍", "李"),  # Han
    ("さくら", "やまだ"),  # Hiragana
    ("サクラ", "ヤマダ"),  # Katakana
    ("ㄕㄨㄈㄣ", "ㄔㄣˊ"),  # Bopomofo
    ("민준", "김"),  # Hangul
    ("ꀊꇐ", "ꆈꌠ"),  # Yi
    ("ꓡꓲ", "ꓢꓴ"),  # Lisu
    ("ᮃᮓᮤ", "ᮞᮥᮔ᮪ᮓ"),  # Sundanese
    ("ᬓᬢᬸᬢ᭄", "ᬩᬮᬶ"),  # Balinese
    ("ꦱꦸꦏ", "ꦗꦮ"),  # Javanese
    ("𞤀𞤥𞤢𞤣𞤵", "𞤁𞤭𞤢𞤤𞤮"),  # Adlam, beyond the first plane
    ("𐌰𐍄𐍄𐌰", "𐌲𐌿𐍄𐌰"),  # Gothic
)
ODD = (
    ("Ève", "œuvrard"),
    ("Œdipe", "Ollier"),
    ("Ève", "Œuvrard-Œuf"),
    ("Æthel", "Æbelø"),
    ("Adèle", "Abel"),
    ("Jürgen", "ẞtrauß"),
    ("Łukasz", "Łódź"),
    ("Lise", "Lobe"),
    ("Đorđe", "Đurić"),
    ("Ðurd", "Ðórsson"),
    ("Þóra", "Þórsdóttir"),
    ("Théo", "Thau"),
    ("Søren", "Ødegård"),
    ("İlker", "İnönü"),
    ("ılgaz", "ılıca"),
    ("Ignace", "Ici"),
    ("ǆemal", "ǆudžić"),
    ("Dzovinar", "Dzo"),
    ("Éric", "ﬀoulkes"),
    ("Ŀuís", "Ŀlull"),
    ("Ħal", "Ħaż-Żebbuġ"),
    ("ŋa", "Ŋo"),
    ("Ǝdo", "Ǝsan"),
    ("Ənvər", "Əliyev"),
    ("Jean", "d’Aubigné"),
    ("Jean", "D'Aubigné"),
    ("Marie", "L’Hermite"),
    ("Luc", "de La Tour"),
    ("Luc", "De la Tour"),
    ("Hans", "’t Hooft"),
    ("Hans", "'t Hart"),
    ("Kai", "ʻŌkina"),
    ("Ana", "(Dite) Parenthèse"),
    ("Ana", "-Tiret"),
    ("Ana", "« Guillemets »"),
    ("Ana", "“Anglais”"),
    ("X", "Y"),
    ("A", "É"),
    ("Léo", "3e du nom"),
    ("Léo", "٣"),
    ("Léo", "①"),
    ("Léo", "½"),
    ("Léa", "🎉"),
    ("Léa", "🎉 Fête"),
    ("Léa", "👩🏽"),
    ("Léa", "…"),
    ("Léa", "*"),
    ("Léa", "[crochets](/)"),
    ("Léa", "`code`"),
    ("Léa", "_souligné_"),
    ("Léa", "#dièse"),
    ("Léa", "&amp;"),
    ("Léa", "A & B"),
    ("Léa", "{{ 7*7 }}"),
    ("Léa", "{% raw %}"),
    ("Léa", "=SOMME(A1)"),
    ("Léa", "+33 Parlant"),
    ("Léa", "-2"),
    ("Léa", "@arobase"),
    ("Léa", "1. Liste"),
    ("Léa", "; DROP TABLE"),
    ("Léa", "virgule, et point;virgule"),
    ("Léa", "barre | verticale"),
    ("Léa", "contre\\oblique"),
    ("Léa", "null"),
    ("Léa", "no"),
    ("Léa", "0123"),
    ("Léa", "2026-03-01"),
    ("Léa", "{: .classe }"),
    ("Léa", "[^1]"),
    ("Léa", "lettre:a"),
    ("Léa", "~Tilde~"),
    ("Léa", "$x^2$"),
    ("Léa", ":smile:"),
    ("Léa", "Ｆｕｌｌ"),
    ("Léa", "𝔉𝔯𝔞𝔨𝔱𝔲𝔯"),
    ("Léa", "\u0301"),  # a mark that has no letter
    ("Léa", "\u0651"),
    ("Léa", "\u3099"),
    ("Prénom" * 20, "Nom" * 60),
    ("Anne Marie Jeanne Élisabeth", "de Saint-Exupéry y García-Márquez von der Leyen " * 2),
)
NAMES = SCRIPTS + ODD


def member(n: int, given: str, family: str) -> dict[str, yaml_text.Value]:
    mandate: dict[str, yaml_text.Value] = {
        "role": "conseiller-municipal",
        "area": f"commune:{geo.geography().commune_codes[n * 7]}",
        "start_date": "2020",
    }
    if n % 5 == 4:
        mandate["end_date"] = "2026-03"
    return {
        "id": f"personne-{n}",
        "given_name": given,
        "family_name": family,
        "memberships": [mandate],
        "contact_details": [{"type": "email", "value": f"personne-{n}@exemple.example"}],
        "consent": {"date": "2025-01-02", "fields": ["contact_details"]},
    }


def directory() -> str:
    return yaml_text.render([member(n, *name) for n, name in enumerate(NAMES)])


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory, miniature: BuiltClub) -> BuiltClub:
    root = copy_miniature(tmp_path_factory.mktemp("noms") / "club", miniature)
    path = root / "members.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + directory(), encoding="utf-8")
    found = pipeline.check(root, settings.load(root), TODAY).findings
    assert [str(f) for f in found] == []
    return build_club(root, root / "site")


def test_there_are_forty_scripts() -> None:
    assert len(SCRIPTS) >= 40


def test_each_person_has_a_page_and_a_place_in_the_directory(club: BuiltClub) -> None:
    lists = "".join(p.read_text() for p in sorted((club.site / "annuaire").glob("**/index.html")))
    for n, _ in enumerate(NAMES):
        assert (club.site / "annuaire" / f"personne-{n}" / "index.html").is_file()
        assert f"personne-{n}/" in lists


def test_the_letters_of_the_directory_are_unique_and_in_order(club: BuiltClub) -> None:
    folder = club.site / "annuaire"
    pages = [folder / "index.html", *sorted(folder.glob("page/*/index.html"))]
    found = [re.findall(r'id="((?:lettre|ancien):[a-z]+)"', page.read_text()) for page in pages]
    assert len(pages) > 1
    assert all(len(keys) == len(set(keys)) for keys in found)
    keys = list(dict.fromkeys(key for page in found for key in page))
    order = sorted(keys, key=lambda key: (key[0] == "a", key.endswith("autres"), key))
    assert keys == order
    assert {"lettre:o", "lettre:autres", "ancien:autres"} <= set(keys)


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("œuvrard", "O"),
        ("Æbelø", "A"),
        ("Łódź", "L"),
        ("Đurić", "D"),
        ("Ødegård", "O"),
        ("ẞtrauß", "S"),
        ("Þórsdóttir", "T"),
        ("İnönü", "I"),
        ("ılıca", "I"),
        ("ǆudžić", "D"),
        ("ﬀoulkes", "F"),
        ("’t Hooft", "T"),
        ("ʻŌkina", "O"),
        ("d’Aubigné", "D"),
        ("Ｆｕｌｌ", "F"),
        ("𝔉𝔯𝔞𝔨𝔱𝔲𝔯", "F"),
        ("李", ""),
        ("Ёлкина", ""),
        ("\u0301", ""),
        ("3e", ""),
    ],
)
def test_the_letter_of_a_name_is_that_of_its_place_in_the_order(name: str, letter: str) -> None:
    first = french.collation(name)[:1].upper()
    assert (first if "A" <= first <= "Z" else "") == letter


def test_the_data_of_every_person_leave_whole(club: BuiltClub) -> None:
    expected = {(given, " ".join(family.split())) for given, family in NAMES}
    api = club.site / "api" / "v1"
    listed = json.loads((api / "members.json").read_text(encoding="utf-8"))["records"]
    assert expected <= {(m["given_name"], m["family_name"]) for m in listed}
    table = (api / "members.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) - 1 == len(listed)
    popolo = json.loads((api / "popolo.json").read_text(encoding="utf-8"))
    assert expected <= {(p["given_name"], p["family_name"]) for p in popolo["persons"]}
    cards = [p.read_bytes() for p in sorted(club.site.glob("annuaire/personne-*/*.vcf"))]
    assert len(cards) == len(NAMES)
    for card in cards:
        assert max(len(line) for line in card.split(b"\r\n")) <= 75
        assert card.decode().count("BEGIN:VCARD") == 1

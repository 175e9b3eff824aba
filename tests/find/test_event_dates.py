"""Event dates in news of many styles: which day, month or year an act has, and from which words."""

from __future__ import annotations

import pytest

from polybius.annotate import TimeMention
from polybius.events.grammar import clause_span
from polybius.find.times import date_for, find_times, is_background
from polybius.records import EventDate, Published, Region, Report

pytestmark = pytest.mark.model


def times(nlp, text: str, published: str, dateline: int = 0) -> tuple[TimeMention, ...]:
    """The times of a report of a day; dateline: how many characters it has."""
    return reported(nlp, text, published, dateline)._.polybius_times


def reported(nlp, text: str, published: str, dateline: int = 0):
    doc = nlp(text)
    regions = (Region(start=0, end=dateline, kind="dateline"),) if dateline else ()
    when = Published(start=published, end=published, precision="day", basis="given") if published else Published()
    doc._.polybius_report = Report(id="r", text=text, published=when, regions=regions)
    return find_times(doc)


def told(nlp, text: str, trigger: str, published: str, dateline: int = 0) -> tuple[EventDate, str]:
    """The date of the act of a word, and why."""
    doc = reported(nlp, text, published, dateline)
    token = next(token for token in doc if token.text == trigger)
    return date_for(doc, token.i, *clause_span(token))


# published on 2011-03-16: (text, trigger, start, end of its date)
A_WEDNESDAY = [
    ("Gunmen ambushed a convoy near Kidal on the 3rd of February.", "ambushed", "2011-02-03", "2011-02-03"),
    (
        "Parliament approved the treaty on the 10th, and the president signed it two days later.",
        "signed",
        "2011-03-12",
        "2011-03-12",
    ),
    (
        "Parliament approved the treaty on the 10th, and the president signed it two days later.",
        "approved",
        "2011-03-10",
        "2011-03-10",
    ),
    ("The two armies clashed in August of last year.", "clashed", "2010-08", "2010-08"),
    ("Troops had shelled the port on 12 November the year before.", "shelled", "2010-11-12", "2010-11-12"),
    ("A lorry bomb wrecked the barracks on the first Saturday of February.", "wrecked", "2011-02-05", "2011-02-05"),
    ("A lorry bomb wrecked the barracks on the last Monday in January 2009.", "wrecked", "2009-01-26", "2009-01-26"),
    (
        "Police shot at crowds that had stormed a bank on Sunday. Soldiers came the next day.",
        "came",
        "2011-03-14",
        "2011-03-14",
    ),
    ("The war began in April 1979. A truce was signed the following November.", "signed", "1979-11", "1979-11"),
    ("Rebels seized the town in May 2008 and lost it that October.", "lost", "2008-10", "2008-10"),
    (
        "Rebels seized the town on Sunday night. The army shelled it the next morning.",
        "shelled",
        "2011-03-14",
        "2011-03-14",
    ),
    (
        "Police fired on the crowd on Friday. That same evening a curfew was imposed.",
        "imposed",
        "2011-03-11",
        "2011-03-11",
    ),
    ("Militiamen attacked the village at about five in the morning on Monday.", "attacked", "2011-03-14", "2011-03-14"),
    ("Militiamen attacked the village on Monday. They withdrew at nightfall.", "withdrew", "2011-03-14", "2011-03-14"),
    ("Protesters marched until dusk on Saturday.", "marched", "2011-03-12", "2011-03-12"),
    (
        "The general, visiting troops in Goma on Tuesday, warned Rwanda against sending soldiers.",
        "warned",
        "2011-03-15",
        "2011-03-15",
    ),
    ("Speaking in Lagos on Monday, the minister accused the rebels of lying.", "accused", "2011-03-14", "2011-03-14"),
    (
        "Soldiers freed the hostages three days after gunmen had seized them on 9 March.",
        "freed",
        "2011-03-12",
        "2011-03-12",
    ),
    ("A week before the vote of 27 February, police raided the party's offices.", "raided", "2011-02-20", "2011-02-20"),
    (
        "Police raided the party's offices on Thursday, two days before the summit opened.",
        "opened",
        "2011-03-12",
        "2011-03-12",
    ),
    (
        "The opposition called off the strike on Tuesday, 24 hours after the government agreed to talks.",
        "agreed",
        "2011-03-14",
        "2011-03-14",
    ),
    ("The foreign ministers agreed on Tuesday to meet in Oslo on 4 April.", "agreed", "2011-03-15", "2011-03-15"),
    ("Algeria expelled two diplomats between 3 and 5 March.", "expelled", "2011-03-03", "2011-03-05"),
    ("Algeria expelled two diplomats from Friday to Sunday.", "expelled", "2011-03-11", "2011-03-13"),
    ("The city was shelled in the last week of January.", "shelled", "2011-01", "2011-01"),
    ("The city was shelled at the end of January.", "shelled", "2011-01", "2011-01"),
    ("Jets bombed the oil terminal on New Year's Eve.", "bombed", "2010-12-31", "2010-12-31"),
    ("Jets bombed the oil terminal on the night of 8 March.", "bombed", "2011-03-08", "2011-03-08"),
    ("Jets bombed the oil terminal overnight on Monday.", "bombed", "2011-03-14", "2011-03-14"),
    ("Jets bombed the oil terminal on Monday evening and again at dawn.", "bombed", "2011-03-14", "2011-03-14"),
    ("A fortnight ago the junta jailed four reporters.", "jailed", "2011-03-02", "2011-03-02"),
    ("The junta jailed four reporters ten days ago.", "jailed", "2011-03-06", "2011-03-06"),
    ("Three weeks earlier, on 5 February, the junta had jailed four reporters.", "jailed", "2011-02-05", "2011-02-05"),
    ("Since 2003, when rebels attacked an airport, the region has been at war.", "attacked", "2003", "2003"),
    (
        "In 1998 the two countries fought over Badme, and in June 2000 they signed a truce.",
        "signed",
        "2000-06",
        "2000-06",
    ),
    ("In 1998 the two countries fought over Badme, and in June 2000 they signed a truce.", "fought", "1998", "1998"),
    ("The ambassador, who was recalled in January, returned on Sunday.", "recalled", "2011-01", "2011-01"),
    ("The ambassador, who was recalled in January, returned on Sunday.", "returned", "2011-03-13", "2011-03-13"),
    (
        "Kenya deported nine Somalis last Thursday, the day after a court had cleared them.",
        "cleared",
        "2011-03-09",
        "2011-03-09",
    ),
    ("Kenya deported nine Somalis early this month.", "deported", "2011-03", "2011-03"),
    ("Kenya deported nine Somalis over the weekend.", "deported", "2011-03-12", "2011-03-13"),
    ("Kenya deported nine Somalis in the first half of 2009.", "deported", "2009-01", "2009-06"),
    ("On the eve of Independence Day, 3 July 2010, guards shot a student.", "shot", "2010-07-03", "2010-07-03"),
    ("On Ash Wednesday police dispersed a sit-in at the cathedral.", "dispersed", "2011-03-09", "2011-03-09"),
    (
        "Belgrade and Pristina opened talks in Brussels eight days ago, on 8 March.",
        "opened",
        "2011-03-08",
        "2011-03-08",
    ),
    ("A court in Minsk sentenced the poet yesterday afternoon to five years.", "sentenced", "2011-03-15", "2011-03-15"),
    (
        "A court in Minsk, sitting behind closed doors on Friday, sentenced the poet.",
        "sentenced",
        "2011-03-11",
        "2011-03-11",
    ),
    ("The truce of 4 February collapsed when mortars hit Abyei last Wednesday.", "hit", "2011-03-09", "2011-03-09"),
    (
        "Bahrain's king declared a state of emergency on Tuesday, a day after Saudi troops had crossed the causeway.",
        "crossed",
        "2011-03-14",
        "2011-03-14",
    ),
    (
        "Troops killed 40 people in Bouake in the spring of 2002; France sent paratroops there in September.",
        "sent",
        "2002-09",
        "2002-09",
    ),
    ("In the autumn of 2004 he fled to Togo; he returned the next spring.", "returned", "2005-03", "2005-05"),
    ("The rebels released the last captives on 14/02/2011 near Goma.", "released", "2011-02-14", "2011-02-14"),
    ("The blockade began on 1 Feb. and was lifted on the 20th.", "lifted", "2011-02-20", "2011-02-20"),
    ("Hours after the bombing on Sunday, police arrested six men.", "arrested", "2011-03-13", "2011-03-13"),
    ("Ethiopia invaded in December 2006; its troops left two years later.", "left", "2008", "2008"),
    ("Ethiopia invaded in December 2006 and withdrew in January 2009.", "withdrew", "2009-01", "2009-01"),
    (
        "Ethiopia, which had invaded in December 2006, accused Eritrea on Monday of arming the rebels.",
        "accused",
        "2011-03-14",
        "2011-03-14",
    ),
    ("Moscow has kept troops in the enclave since 1992.", "kept", "1992", None),
    ("Moscow kept troops in the enclave from 1992 until 2004.", "kept", "1992", "2004"),
    ("The two leaders had last met in Doha in mid-2009.", "met", "2009", "2009"),
    ("Insurgents killed the governor on Thursday last week.", "killed", "2011-03-10", "2011-03-10"),
    (
        "Insurgents killed the governor on Thursday of last week as he left a mosque.",
        "killed",
        "2011-03-10",
        "2011-03-10",
    ),
    ("Insurgents killed the governor last Thursday morning.", "killed", "2011-03-10", "2011-03-10"),
    (
        "Three men were hanged at dawn on Monday in Tehran, the judiciary announced on Wednesday.",
        "hanged",
        "2011-03-14",
        "2011-03-14",
    ),
    ("In a raid late on Saturday, commandos captured two sailors.", "captured", "2011-03-12", "2011-03-12"),
    ("A grenade attack on Saturday night wounded six people.", "wounded", "2011-03-12", "2011-03-12"),
    ("Saturday's grenade attack wounded six people.", "wounded", "2011-03-12", "2011-03-12"),
    ("Workers struck for three days last week at the port of Sfax.", "struck", "2011-03-07", "2011-03-13"),
    ("Workers struck from 7 to 9 March at the port of Sfax.", "struck", "2011-03-07", "2011-03-09"),
    (
        "The parliament voted 81-6 on Tuesday to expel the envoy, whom it had summoned on Feb. 28.",
        "summoned",
        "2011-02-28",
        "2011-02-28",
    ),
    ("The general seized power on Aug. 6, 2008, and stepped down the next April.", "stepped", "2009-04", "2009-04"),
    (
        "Manila protested on March 4, two days after Chinese boats harassed a survey ship.",
        "harassed",
        "2011-03-02",
        "2011-03-02",
    ),
    (
        "Manila protested two days after Chinese boats harassed a survey ship on March 2.",
        "protested",
        "2011-03-04",
        "2011-03-04",
    ),
]


# published on 1999-10-14: (text, trigger, start, end of its date)
A_THURSDAY = [
    ("The Sunday before last, gunmen kidnapped a priest in Zamboanga.", "kidnapped", "1999-10-03", "1999-10-03"),
    ("Gunmen kidnapped a priest in Zamboanga the week before last.", "kidnapped", "1999-09-27", "1999-10-03"),
    (
        "Gunmen kidnapped a priest on Monday. The previous week they had burned a school.",
        "burned",
        "1999-10-04",
        "1999-10-10",
    ),
    (
        "Gunmen kidnapped a priest on Monday; the night before, they had burned a school.",
        "burned",
        "1999-10-10",
        "1999-10-10",
    ),
    ("Tuesday night, soldiers surrounded the ministry.", "surrounded", "1999-10-12", "1999-10-12"),
    ("Soldiers surrounded the ministry shortly after midnight on Tuesday.", "surrounded", "1999-10-12", "1999-10-12"),
    ("Soldiers surrounded the ministry this week.", "surrounded", "1999-10-11", "1999-10-17"),
    ("Soldiers surrounded the ministry on October 12, 1999, at noon.", "surrounded", "1999-10-12", "1999-10-12"),
    ("The army took power on Tuesday 12 October.", "took", "1999-10-12", "1999-10-12"),
    ("The army took power on Tuesday, October 12th.", "took", "1999-10-12", "1999-10-12"),
    (
        "In July, Pakistan withdrew its men from Kargil, ending ten weeks of fighting that began in May.",
        "withdrew",
        "1999-07",
        "1999-07",
    ),
    (
        "In July, Pakistan withdrew its men from Kargil, ending ten weeks of fighting that began in May.",
        "began",
        "1999-05",
        "1999-05",
    ),
    ("Late last month Jakarta sent 800 police to Ambon.", "sent", "1999-09", "1999-09"),
    ("Jakarta sent 800 police to Ambon at the beginning of September.", "sent", "1999-09", "1999-09"),
    ("Jakarta has sent police to Ambon every month since January.", "sent", "1999-01", None),
    ("Portugal left East Timor in 1975 and Indonesia annexed it the next year.", "annexed", "1976", "1976"),
    (
        "Portugal left East Timor in August 1975. Indonesian troops invaded that December.",
        "invaded",
        "1975-12",
        "1975-12",
    ),
    (
        "Portugal left East Timor in August 1975. Four months later Indonesian troops invaded.",
        "invaded",
        "1975-12",
        "1975-12",
    ),
    ("Two decades ago Soviet troops entered Kabul.", "entered", "1979", "1979"),
    ("In the 1980s the two states fought an eight-year war.", "fought", "1980", "1989"),
    ("In early 1990 the two states fought a short war.", "fought", "1990", "1990"),
    (
        "Bishop Belo met the rebels in Dili on Wednesday, hours before militiamen burned his house.",
        "burned",
        "1999-10-13",
        "1999-10-13",
    ),
    ("Bishop Belo met the rebels in Dili on Wednesday before flying to Rome.", "met", "1999-10-13", "1999-10-13"),
    (
        "After meeting the rebels on Wednesday, the bishop urged Jakarta to withdraw.",
        "meeting",
        "1999-10-13",
        "1999-10-13",
    ),
    (
        "Peacekeepers, who landed on September 20, disarmed 40 militiamen on Wednesday.",
        "disarmed",
        "1999-10-13",
        "1999-10-13",
    ),
    (
        "Peacekeepers disarmed 40 militiamen on Wednesday near the border, which they had closed a week earlier.",
        "closed",
        "1999-10-06",
        "1999-10-06",
    ),
    (
        "Lawmakers will vote next Thursday on the ban that the cabinet approved on Tuesday.",
        "approved",
        "1999-10-12",
        "1999-10-12",
    ),
    ("The court on Wednesday ordered the release of a man arrested on July 5.", "ordered", "1999-10-13", "1999-10-13"),
    ("The court on Wednesday ordered the release of a man arrested on July 5.", "arrested", "1999-07-05", "1999-07-05"),
    (
        "Spain and Morocco signed the accord in Rabat on April 30, and Spain ratified it in June.",
        "ratified",
        "1999-06",
        "1999-06",
    ),
    ("On 30 April Spain and Morocco signed the accord.", "signed", "1999-04-30", "1999-04-30"),
    (
        "An explosion tore through a market in Tetovo on Tuesday, killing four people.",
        "killing",
        "1999-10-12",
        "1999-10-12",
    ),
    (
        "The mayor was shot dead outside his home on Tuesday, police said on Wednesday.",
        "shot",
        "1999-10-12",
        "1999-10-12",
    ),
    ("Police said on Wednesday that the mayor had been shot dead the day before.", "shot", "1999-10-12", "1999-10-12"),
    ("Police said Wednesday that the mayor had been shot dead two days earlier.", "shot", "1999-10-11", "1999-10-11"),
    (
        "The striking miners, who have occupied the pit since Sunday, rejected the offer on Wednesday.",
        "occupied",
        "1999-10-10",
        None,
    ),
    (
        "The strike, now in its third week, began on 27 September when miners occupied the pit.",
        "occupied",
        "1999-09-27",
        "1999-09-27",
    ),
    ("Jordan recalled its envoy by Tuesday evening.", "recalled", None, "1999-10-12"),
    ("Jordan, it said on Tuesday, had recalled its envoy.", "recalled", None, "1999-10-12"),
    (
        "Egypt and Sudan reopened their border on 1 October after a closure of six years.",
        "reopened",
        "1999-10-01",
        "1999-10-01",
    ),
    ("Egypt and Sudan closed the border on 1 October for three days.", "closed", "1999-10-01", "1999-10-01"),
    ("The riots of May 1998 toppled Suharto.", "toppled", "1998-05", "1998-05"),
    ("Thousands fled during the fighting of last week.", "fled", "1999-10-04", "1999-10-10"),
    ("On September 30 and October 1, jets bombed the pass.", "bombed", "1999-09-30", "1999-10-01"),
    ("Jets bombed the pass on Monday and Tuesday.", "bombed", "1999-10-11", "1999-10-12"),
    ("Jets bombed the pass between Monday and Wednesday.", "bombed", "1999-10-11", "1999-10-13"),
    ("Jets bombed the pass for a third straight day on Wednesday.", "bombed", "1999-10-13", "1999-10-13"),
    ("In the past week, jets have bombed the pass.", "bombed", "1999-10-07", "1999-10-14"),
    ("Over the past two days, jets have bombed the pass.", "bombed", "1999-10-12", "1999-10-14"),
    ("Jets bombed the pass again yesterday and this morning.", "bombed", "1999-10-13", "1999-10-14"),
]


# published on 2015-06-22: (text, trigger, start, end of its date)
A_MONDAY = [
    ("A suicide bomber struck a mosque in Maiduguri at 5:30 a.m. Sunday.", "struck", "2015-06-21", "2015-06-21"),
    ("A suicide bomber struck a mosque around 1430 GMT on Friday.", "struck", "2015-06-19", "2015-06-19"),
    ("Libya's rival parliaments signed a pact on Dec. 17 last year.", "signed", "2014-12-17", "2014-12-17"),
    ("Libya's rival parliaments signed a pact the month before last.", "signed", "2015-04", "2015-04"),
    ("Houthi fighters took Sanaa last September and dissolved parliament in February.", "took", "2014-09", "2014-09"),
    (
        "Houthi fighters took Sanaa last September and dissolved parliament in February.",
        "dissolved",
        "2015-02",
        "2015-02",
    ),
    ("Houthi fighters captured the port of Aden on the first day of April.", "captured", "2015-04-01", "2015-04-01"),
    ("Houthi fighters captured the port in the first week of April.", "captured", "2015-04", "2015-04"),
    ("The army crushed the protest in Beijing 26 years ago.", "crushed", "1989", "1989"),
    ("The army crushed the protest a year ago this month.", "crushed", "2014-06", "2014-06"),
    ("The army crushed the protest one year ago.", "crushed", "2014", "2014"),
    ("The army crushed the protest six months ago.", "crushed", "2014-12", "2014-12"),
    ("Six months after it seized Mosul in June 2014, the group lost Sinjar.", "lost", "2014-12", "2014-12"),
    ("In June 2014 the group seized Mosul; six months on, it lost Sinjar.", "lost", "2014-12", "2014-12"),
    ("In June 2014 the group seized Mosul. A month later it declared a caliphate.", "declared", "2014-07", "2014-07"),
    ("The group seized Mosul on 10 June 2014. The next day it took Tikrit.", "took", "2014-06-11", "2014-06-11"),
    ("The group seized Mosul on 10 June 2014 and took Tikrit a day later.", "took", "2014-06-11", "2014-06-11"),
    (
        "Burundi's president, on a visit to Dar es Salaam on 13 May, dismissed the coup.",
        "dismissed",
        "2015-05-13",
        "2015-05-13",
    ),
    (
        "Meeting in Vienna on Saturday, envoys of six powers urged Iran to open its plants.",
        "urged",
        "2015-06-20",
        "2015-06-20",
    ),
    (
        "Envoys of six powers, gathered in Vienna on Saturday, urged Iran to open its plants.",
        "urged",
        "2015-06-20",
        "2015-06-20",
    ),
    (
        "At a press conference in Vienna on Saturday, the envoy urged Iran to open its plants.",
        "urged",
        "2015-06-20",
        "2015-06-20",
    ),
    (
        "In an interview published on Saturday, the envoy urged Iran to open its plants.",
        "urged",
        "2015-06-20",
        "2015-06-20",
    ),
    (
        "The envoy, quoted by state media on Saturday, urged Iran to open its plants.",
        "urged",
        "2015-06-20",
        "2015-06-20",
    ),
    ("Gunmen on motorcycles on Friday night killed four people in a bar.", "killed", "2015-06-19", "2015-06-19"),
    ("Friday night, gunmen killed four people in a bar.", "killed", "2015-06-19", "2015-06-19"),
    (
        "Gunmen killed four people in a bar Friday, a day after the army shot a student.",
        "shot",
        "2015-06-18",
        "2015-06-18",
    ),
    (
        "Parliament passed the amnesty on 2 June, the day before the general surrendered.",
        "surrendered",
        "2015-06-03",
        "2015-06-03",
    ),
    (
        "Parliament passed the amnesty on 2 June, and the general surrendered the following week.",
        "surrendered",
        "2015-06-08",
        "2015-06-14",
    ),
    (
        "Parliament passed the amnesty on Tuesday and the general surrendered two days after.",
        "surrendered",
        "2015-06-18",
        "2015-06-18",
    ),
    ("France reduced its force in Mali between January and March.", "reduced", "2015-01", "2015-03"),
    ("France reduced its force in Mali from 2013 to 2014.", "reduced", "2013", "2014"),
    ("France kept 3,000 men in Mali until the end of 2014.", "kept", None, "2014"),
    ("France has kept men in Mali since the coup of March 2012.", "kept", "2012-03", None),
    ("France sent men to Mali after the coup of March 2012.", "sent", "2012-03", "2012-03"),
    ("Rebels fired on a UN plane over the weekend of 6-7 June.", "fired", "2015-06-06", "2015-06-07"),
    ("Rebels fired on a UN plane on the weekend before last.", "fired", "2015-06-13", "2015-06-14"),
    ("Rebels fired on a UN plane on the night of Saturday to Sunday.", "fired", "2015-06-20", "2015-06-21"),
    ("Rebels fired on a UN plane during the night from Saturday to Sunday.", "fired", "2015-06-20", "2015-06-21"),
    ("Rebels fired on a UN plane on June 19/20.", "fired", "2015-06-19", "2015-06-20"),
    ("Rebels fired on a UN plane in the small hours of Sunday.", "fired", "2015-06-21", "2015-06-21"),
    ("Rebels fired on a UN plane at lunchtime on Sunday.", "fired", "2015-06-21", "2015-06-21"),
    ("As of Sunday, rebels had released 40 captives.", "released", "2015-06-21", None),
    ("Rebels released 40 captives as early as April.", "released", "2015-04", "2015-04"),
    ("Rebels released 40 captives on the last day of May.", "released", "2015-05-31", "2015-05-31"),
    ("Rebels released 40 captives mid-month.", "released", None, "2015-06-22"),
    ("Rebels released 40 captives in the spring.", "released", "2015-03", "2015-05"),
    ("Rebels released 40 captives this spring.", "released", "2015-03", "2015-05"),
    ("Rebels released 40 captives last winter.", "released", "2014-12", "2015-02"),
    ("Rebels released 40 captives over Easter.", "released", "2015-04-05", "2015-04-05"),
]


@pytest.mark.parametrize(("text", "trigger", "start", "end"), A_MONDAY)
def test_dates_in_a_report_of_june_2015(nlp, text, trigger, start, end):
    date, reason = told(nlp, text, trigger, "2015-06-22")
    assert (date.start, date.end) == (start, end), reason


@pytest.mark.parametrize(("text", "trigger", "start", "end"), A_WEDNESDAY)
def test_dates_in_a_report_of_march_2011(nlp, text, trigger, start, end):
    date, reason = told(nlp, text, trigger, "2011-03-16")
    assert (date.start, date.end) == (start, end), reason


@pytest.mark.parametrize(("text", "trigger", "start", "end"), A_THURSDAY)
def test_dates_in_a_report_of_october_1999(nlp, text, trigger, start, end):
    date, reason = told(nlp, text, trigger, "1999-10-14")
    assert (date.start, date.end) == (start, end), reason


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The accord was signed on 4/7/1996. It was 23/7/1996 when it lapsed.", "1996-07-04"),
        ("The accord was signed on 4/7/1996 and lapsed on 7/23/1996.", "1996-04-07"),
        ("The accord was signed on 4/7/1996, after talks on 2 July and 9 July.", "1996-07-04"),
        ("The accord was signed on 4/7/1996, after talks on July 2.", "1996-04-07"),
        ("The accord was signed on 4.7.1996.", "1996-07-04"),
    ],
)
def test_day_or_month_comes_first_as_in_the_other_dates_of_the_report(nlp, text, start):
    assert times(nlp, text, "1996-09-02")[0].date.start == start


@pytest.mark.parametrize(("dateline", "start"), [("LIMA, Peru", "1996-07-04"), ("DALLAS", "1996-04-07")])
def test_day_or_month_comes_first_as_in_the_country_of_the_dateline(nlp, dateline, start):
    text = f"{dateline} - The accord was signed on 4/7/1996."
    assert times(nlp, text, "1996-09-02", len(dateline))[0].date.start == start


@pytest.mark.parametrize(("dateline", "start"), [("ATHENS", "2013-05-05"), ("ROME", "2013-03-31")])
def test_easter_is_that_of_the_country_of_the_dateline(nlp, dateline, start):
    text = f"{dateline} - Police raided a house on Easter Sunday."
    assert times(nlp, text, "2013-05-08", len(dateline))[0].date.start == start


def test_today_is_the_day_of_a_dateline_shortly_before_publication(nlp):
    date, _ = told(nlp, "NAIROBI, Oct. 13 - Rebels freed two nurses today.", "freed", "1999-10-14", 16)
    assert date.start == "1999-10-13"


def test_a_holiday_told_beside_a_day_is_that_day(nlp):
    date, _ = told(nlp, "On May 30, Mother's Day, police shot a marcher.", "shot", "2018-06-04")
    assert date.start == "2018-05-30"


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("Oman jailed a poet in April.", True),
        ("Last year Oman jailed a poet.", True),
        ("Oman will jail a poet in April.", False),
        ("Oman jailed a poet on Monday.", False),
    ],
)
def test_the_month_of_a_report_without_a_date_is_background(nlp, text, background):
    doc = reported(nlp, text, "")
    index = next(token.i for token in doc if token.lemma_ == "jail")
    date, reason = date_for(doc, index, 0, len(doc))
    assert is_background(doc, date) is background, reason

"""Fill an empty store with half a year of a salesperson's work."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.features.demo.cast import Cast, Company, Person, Place
from tui_crm.features.program import open_store
from tui_crm.i18n import t
from tui_crm.language.formats import stored
from tui_crm.language.zones import MACHINE
from tui_crm.store.db.store import utc_now
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Value

LEADS: Final = 200
TWINS: Final = 4
"""Leads that came a second time, from another list, and can be merged."""

ACCOUNTS: Final = 40
DEALS: Final = 30
CURRENCY: Final = {"ja": "JPY", "en": "USD"}
"""What those pay with who speak a language."""

_SEED: Final = 20
_BUSY_LEADS: Final = 0.55
_SOURCES: Final = ("web", "phone", "exhibition", "referral", "seminar", "business_card", "mail")
_STAGES: Final = ("qualification", "needs", "proposal", "quote", "negotiation", "won", "lost")
_SPELLINGS: Final = (("株式会社", "㈱"), ("(株)", "株式会社"), ("㈱", "(株)"), ("有限会社", "㈲"))


def sample_store(
    path: Path, language: Language, *, user: str = "", clock: Callable[[], datetime] = utc_now
) -> Store:
    """A new store at ``path``, filled, with the currency of those who speak the language."""
    store = open_store(path, user=user, clock=clock, usual_currency=CURRENCY[language])
    try:
        fill(store, language)
    except BaseException:
        store.close()
        raise
    return store


def fill(store: Store, language: Language) -> None:
    """Add leads, accounts, contacts, deals, activities and notes, in one change."""
    with unit(store, "demo") as work:
        cast = Cast(language, random.Random(_SEED))  # noqa: S311
        _Season(work, cast, store.clock(), CURRENCY[language]).play()


class _Season:
    """What happened, and what is planned, around one moment."""

    def __init__(self, work: UnitOfWork, cast: Cast, now: datetime, currency: str) -> None:
        self._work = work
        self._currency = currency
        self._cast = cast
        self._dice = cast.dice
        self._days = random.Random(_SEED)  # noqa: S311
        """How long ago something was added."""
        self._now = now.astimezone(MACHINE)
        self._owners: list[int | None] = [work.user_id]

    def play(self) -> None:
        for words in self._cast.all("team"):
            name, full_name = words.split("/")
            values: dict[str, Value] = {
                "name": name,
                "full_name": full_name,
                "email": f"{name}@example.com",
            }
            if name != self._work.store.user:
                self._owners.append(self._work.create("users", values))
        leads = [self._add_lead() for _ in range(LEADS - TWINS)]
        customers = [self._add_account() for _ in range(ACCOUNTS)]
        for _ in range(DEALS):
            self._add_deal(*self._dice.choice(customers))
        for values in self._dice.sample(leads, TWINS):
            self._add_twin(values)

    def _add_lead(self) -> dict[str, Value]:
        cast, dice = self._cast, self._dice
        person, company, place = cast.person(), cast.company(), cast.place()
        is_busy = dice.random() < _BUSY_LEADS
        status = dice.choice(("working", "contacted", "qualified")) if is_busy else "new"
        values: dict[str, Value] = {
            **self._person(person, place, company),
            "company": company.name,
            "company_kana": company.kana,
            "industry": company.industry,
            "employees": dice.choice((None, 8, 25, 60, 120, 300, 1200)),
            "website": f"https://www.{company.domain}" if dice.random() < 0.5 else None,
            "lead_source": dice.choice(_SOURCES),
            "status": status if dice.random() < 0.93 else "unqualified",
            "rating": dice.choice(("hot", "warm", "cold")) if is_busy else None,
            "owner": self._owner(),
            "tags": f"\n{cast.words('tag')}\n" if dice.random() < 0.2 else None,
            "created_at": self._moment(-dice.randint(2, 180)),
        }
        lead = self._work.create("leads", values)
        if is_busy:
            self._add_history({"lead": lead})
        if dice.random() < 0.12:
            self._add_note({"lead": lead})
        return values

    def _add_twin(self, values: dict[str, Value]) -> None:
        """The same person as another list has them: less of them, in another spelling."""
        known = ("last_name", "first_name", "phone", "postal_code", "state", "city", "owner")
        company = str(values["company"])
        for form, other in _SPELLINGS:
            if form in company:
                company = company.replace(form, other)
                break
        else:
            company = company.upper()
        self._work.create(
            "leads",
            {
                **{key: values[key] for key in known},
                "company": company,
                "lead_source": "business_card",
                "status": "new",
                "created_at": self._moment(-1),
            },
        )

    def _add_account(self) -> tuple[int, int, Company]:
        cast, dice = self._cast, self._dice
        company, place, person = cast.company(), cast.place(), cast.person()
        account = self._work.create(
            "accounts",
            {
                "name": company.name,
                "kana": company.kana,
                "industry": company.industry,
                "account_type": dice.choice(("customer", "customer", "prospect", "partner")),
                "phone": cast.phone(place),
                "website": f"https://www.{company.domain}",
                "employees": dice.choice((8, 25, 60, 120, 300, 1200)),
                **self._address(place),
                "owner": self._owner(),
                "created_at": (known := self._days_ago(90, 700)),
            },
        )
        values: dict[str, Value] = {"account": account, "created_at": known}
        values |= self._person(person, place, company)
        contact = self._work.create("contacts", {**values, "role": "decision_maker"})
        self._work.update("accounts", account, {"primary_contact": contact})
        if dice.random() < 0.4:
            other = self._person(cast.person(), place, company)
            user = {**other, "account": account, "role": "user"}
            self._work.create("contacts", {**user, "created_at": self._days_ago(90, 300)})
        self._add_history({"account": account, "contact": contact})
        return account, contact, company

    def _add_deal(self, account: int, contact: int, company: Company) -> None:
        cast, dice = self._cast, self._dice
        stage = dice.choice(_STAGES)
        choice = self._work.schema.choice("deal_stage", stage)
        is_closed = stage in ("won", "lost")
        days = -dice.randint(3, 60) if is_closed else dice.randint(5, 90)
        amount = dice.randint(3, 90) * 100_000  # yen, or cents
        deal = self._work.create(
            "deals",
            {
                "name": t("sales.demo_deal", company=company.name, what=cast.words("deal")),
                "account": account,
                "primary_contact": contact,
                "stage": stage,
                "amount": amount,
                "currency": self._currency,
                "probability": int((choice.meaning if choice else "0").partition(":")[0] or 0),
                "close_date": (self._now + timedelta(days=days)).date().isoformat(),
                "closed_at": self._moment(days) if is_closed else None,
                "next_step": None if is_closed else cast.words("task"),
                "owner": self._owner(),
                "created_at": self._days_ago(61, 89),
            },
        )
        self._add_plan({"account": account, "contact": contact, "deal": deal})

    def _add_history(self, links: dict[str, Value]) -> None:
        """What was done with somebody, and often what is next."""
        days = sorted(self._dice.sample(range(1, 90), self._dice.randint(1, 4)), reverse=True)
        for day in days:
            kind = self._dice.choice(("call", "call", "meeting", "mail"))
            at = self._moment(-day)
            self._work.create(
                "activities",
                {
                    **links,
                    "kind": kind,
                    "subject": self._cast.words("meeting" if kind == "meeting" else "call"),
                    "status": "done",
                    "start_at": at,
                    "done_at": at,
                    "result": self._cast.words("result"),
                    "owner": self._owner(),
                },
            )
        if self._dice.random() < 0.6:
            self._add_plan(links)

    def _add_plan(self, links: dict[str, Value]) -> None:
        dice, cast = self._dice, self._cast
        kind = dice.choice(("call", "call", "meeting", "task"))
        day = dice.choice((-3, -1, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 9, 11, 14, 16, 18, 21, 25, 30))
        values: dict[str, Value] = {**links, "kind": kind, "subject": cast.words(kind)}
        if kind == "task":
            due = (self._now + timedelta(days=day)).date().isoformat()
            values["due_on"] = due if dice.random() < 0.8 else None
        else:
            values["start_at"] = self._moment(day)
            values["purpose"] = cast.words("purpose")
        if kind == "meeting":
            values["end_at"] = self._moment(day, start=str(values["start_at"]))
            values["place"] = cast.place().city
        owner = self._work.user_id if dice.random() < 0.6 else self._owner()
        self._work.create("activities", {**values, "owner": owner})

    def _add_note(self, links: dict[str, Value]) -> None:
        note = {**links, "body": self._cast.words("note")}
        self._work.create("notes", {**note, "created_at": self._days_ago(2, 60)})

    def _days_ago(self, least: int, most: int) -> str:
        """A moment between so many days ago."""
        return stored(self._now - timedelta(days=self._days.randint(least, most)))

    def _person(self, person: Person, place: Place, company: Company) -> dict[str, Value]:
        cast, dice = self._cast, self._dice
        number = dice.randint(1, 999)
        return {
            "last_name": person.last,
            "first_name": person.first,
            "last_name_kana": person.last_kana,
            "first_name_kana": person.first_kana,
            "department": cast.words("department"),
            "job_title": cast.words("job"),
            "email": f"person{number}@{company.domain}" if dice.random() < 0.9 else None,
            "phone": cast.phone(place),
            "mobile": cast.mobile() if dice.random() < 0.4 else None,
            **self._address(place),
        }

    def _address(self, place: Place) -> dict[str, Value]:
        return {
            "postal_code": place.postal_code,
            "state": place.state,
            "city": place.city,
            "street": place.street,
            "building": place.building,
        }

    def _owner(self) -> int | None:
        return self._dice.choice((self._owners[0], *self._owners))

    def _moment(self, days: int, start: str = "") -> str:
        """A time in office hours so many days from now; with ``start``, an hour after that."""
        if start:
            begun = datetime.strptime(start, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            return stored(begun + timedelta(hours=1))
        hour, minute = self._dice.randint(9, 17), self._dice.choice((0, 0, 30))
        local = (self._now + timedelta(days=days)).replace(hour=hour, minute=minute, second=0)
        return stored(local)

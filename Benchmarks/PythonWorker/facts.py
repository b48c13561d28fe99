"""What the events of the four systems say of a declaration, and how it is merged.

A state is a dict of facts that goes into the database as JSON. Of facts that exclude each other the highest rank counts,
whatever came first: version, then business time, then content.
"""

from datetime import datetime
from typing import Callable, NamedTuple, Optional


class Poison(Exception):
    """The event can never be applied."""


class Meaning(NamedTuple):
    """`fact` adds what the event says to a state."""

    fact: Callable[[dict], None]
    declaration: Optional[str] = None
    # Instead of a declaration: what another event names together with one.
    reference: Optional[str] = None
    # The reference stays open after it was applied: a slip may pay several declarations.
    concerns_all: bool = False
    # The reference that this event makes known.
    defines: Optional[str] = None


def milliseconds(text):
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def amount(text):
    """Ten-thousandths."""
    whole, _, fraction = text.partition(".")
    digits = whole + fraction.ljust(4, "0")
    if not whole or len(fraction) > 4 or not digits.isdecimal():
        raise Poison("not an amount")
    return int(digits)


def optional_amount(text):
    return None if text is None else amount(text)


def meaning(event):
    """:raises Poison: for a type without a rule, and for a payload that is not what its type says."""
    read = READERS.get(event["type"].removeprefix("vn.customs."))
    if read is None:
        raise Poison(f"no rule for {event['type']}")
    try:
        result = read(event["data"], milliseconds(event["time"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Poison(f"payload: {type(error).__name__} {error}") from error
    number = result.declaration
    if number is not None and not (len(number) == 12 and number.isdecimal()):
        raise Poison("declaration is not 12 digits")
    return result


def add(state, found, time):
    if found.declaration:
        state["version"] = max(state.get("version", 0), int(found.declaration[-1]))
    state["asOf"] = max(state.get("asOf", 0), time)
    found.fact(state)


def strongest(name, fact, rank):
    """The fact goes into the state unless what is there has a higher rank."""

    def add(state):
        if name not in state or rank(fact) > rank(state[name]):
            state[name] = fact

    return add


def read_mention(data, time):
    return Meaning(lambda state: None, data.get("declaration"))


def read_registered(data, time):
    number = data["declaration"]
    if data["lane"] not in ("1", "2", "3"):
        raise Poison("lane has an unknown value")
    fact = {
        "version": int(number[-1]), "time": milliseconds(data["registered"]), "lane": data["lane"], "flow": data["flow"],
        "officeName": data["officeName"], "totalTax": optional_amount(data.get("totalTax")),
        "security": optional_amount(data.get("security")),
    }
    return Meaning(
        strongest("registration", fact, lambda f: (
            f["version"], f["time"], f"{f['lane']} {f['flow']} {f['officeName']} {f['totalTax']} {f['security']}")), number)


def read_cleared(data, time):
    number = data["declaration"]
    fact = {"version": int(number[-1]), "time": milliseconds(data["cleared"])}
    return Meaning(strongest("clearance", fact, lambda f: (f["version"], f["time"])), number)


def read_assessed(data, time):
    number = data["declaration"]
    fact = {
        "version": int(number[-1]), "issued": milliseconds(data["issued"]), "statement": data["statement"],
        # A statement in another currency cannot be set against payments.
        "total": amount(data["total"]) if data["currency"] in ("", "VND") else None,
    }
    return Meaning(
        strongest("assessment", fact, lambda f: (f["version"], f["issued"], f"{f['statement']} {f['total']}")), number)


def read_inspection(data, time):
    return Meaning(strongest("inspection", [time, data["office"]], list), data["declaration"])


def read_payment(data, time):
    lines = {}
    for line in data["lines"]:
        lines[line["subItem"]] = lines.get(line["subItem"], 0) + amount(line["amount"])
    voucher = f"{data['voucherSeries']}/{data['voucherNumber']}"
    key = f"{data['acceptance']} {data['part']}"
    fact = {
        "acceptance": data["acceptance"], "part": data["part"], "time": time, "office": data["office"],
        "slip": f"{data['bank']} {voucher} {data.get('voucherDate') or '-'}", "voucher": voucher,
        "total": amount(data["total"]), "lines": lines,
    }

    def add(state):
        strongest(key, fact, lambda f: (f["time"], f"{f['office']} {f['voucher']} {f['total']}"))(
            state.setdefault("payments", {}))

    return Meaning(add, data["declaration"], defines=f"epayment:{data['acceptance']}")


def read_cancellation(data, time):
    acceptance = data["acceptance"]

    def add(state):
        state.setdefault("cancelled", {})[acceptance] = True

    return Meaning(add, reference=f"epayment:{acceptance}", concerns_all=True)


def read_guarantee(data, time):
    acceptance = data["acceptance"]
    fact = {
        "time": time, "office": data["office"], "amount": amount(data["amount"]),
        "validFrom": milliseconds(data["validFrom"]), "validTo": milliseconds(data["validTo"]),
    }

    def add(state):
        strongest(acceptance, fact, lambda f: f["time"])(state.setdefault("guarantees", {}))

    return Meaning(add, data["declaration"], defines=f"epayment:{acceptance}")


def joined(span, value):
    """Lowest and highest amount that were named for one thing."""
    return [min(span[0], value), max(span[1], value)] if span else [value, value]


def read_advice(data, time):
    side = {"credit": "credited", "debit": "debited"}[data["direction"]]
    voucher, value = data["voucher"], amount(data["amount"])

    def add(state):
        known = state.setdefault("vouchers", {}).setdefault(voucher, {})
        known[side] = joined(known.get(side), value)

    return Meaning(add, data.get("declaration"))


def read_listed(data, time):
    voucher, sub_item, value = data["voucher"], data.get("subItem") or "", amount(data["amount"])

    def add(state):
        listed = state.setdefault("vouchers", {}).setdefault(voucher, {}).setdefault("listed", {})
        listed[sub_item] = joined(listed.get(sub_item), value)

    return Meaning(add, data.get("declaration"))


def read_document(data, time):
    document = data["document"]
    fact = [time, data["purpose"]]

    def add(state):
        strongest("reception", fact, list)(state.setdefault("documents", {}).setdefault(document, {}))

    return Meaning(add, data.get("declaration"), defines=f"edoc:{document}")


def read_report(data, time):
    document = data["document"]
    fact = [milliseconds(data["reported"]), data["status"], data["organ"]]

    def add(state):
        strongest("report", fact, list)(state.setdefault("documents", {}).setdefault(document, {}))

    return Meaning(add, reference=f"edoc:{document}")


READERS = {
    "vnaccs.declaration.prepared.v1": read_mention,
    "vnaccs.declaration.submitted.v1": read_mention,
    "vnaccs.result.reported.v1": read_mention,
    "epayment.answer.given.v1": read_mention,
    "vnaccs.declaration.registered.v1": read_registered,
    "vnaccs.declaration.cleared.v1": read_cleared,
    "vnaccs.tax.assessed.v1": read_assessed,
    "vnaccs.inspection.ordered.v1": read_inspection,
    "vnaccs.tax.fee-assessed.v1": read_mention,
    "epayment.payment.fee-made.v1": read_mention,
    "epayment.guarantee.opened.v1": read_mention,
    "epayment.guarantee.cancelled.v1": read_cancellation,
    "epayment.payment.made.v1": read_payment,
    "epayment.payment.cancelled.v1": read_cancellation,
    "epayment.guarantee.registered.v1": read_guarantee,
    "treasury.settlement.advised.v1": read_advice,
    "treasury.voucher.listed.v1": read_listed,
    "edoc.document.received.v1": read_document,
    "edoc.document.status-changed.v1": read_report,
}

"""What follows from the facts of a declaration. The rules are those of docs/declarations.md, without catalogs."""

DAY = 86_400_000


def amount_text(amount):
    whole, fraction = divmod(amount, 10_000)
    return f"{whole}.{fraction:04d}".rstrip("0") if fraction else str(whole)


def summarize(state):
    """A pure function: the facts as `facts.py` keeps them in, a summary out."""
    payments = live_payments(state)
    registration, clearance = state.get("registration"), state.get("clearance")
    assessed = assessed_amount(state)
    paid = sum(payment["total"] for payment in payments)
    at = clearance["time"] if clearance else state["asOf"]
    is_settled = assessed is not None and paid + guaranteed(state, at) >= assessed
    conflicts = {}
    if assessed is not None:
        detail = f"assessed {amount_text(assessed)}, paid {amount_text(paid)}"
        if clearance and not is_settled:
            conflicts["cleared-unsettled"] = detail
        if paid > assessed:
            conflicts["overpaid"] = detail
    mismatch = credit_mismatch(state, payments)
    if mismatch:
        conflicts["credit-mismatch"] = mismatch
    lane = registration["lane"] if registration else None
    return {
        "status": status(state, lane, assessed, is_settled, conflicts), "lane": lane, "office": office(state, payments),
        "assessed": assessed, "paid": paid, "credited": credited(state), "conflicts": conflicts,
    }


def status(state, lane, assessed, is_settled, conflicts):
    if is_cancelled(state):
        return "cancelled"
    if conflicts:
        return "conflict"
    if "clearance" in state:
        return "cleared"
    if lane is None and (assessed is None or is_settled):
        return "registered"
    if not is_settled:
        return "awaiting-payment"
    if lane != "1" and not is_done(state, "dossier"):
        return "under-document-check"
    if lane == "3" and not is_done(state, "inspection-record"):
        return "under-inspection"
    return "releasable"


def payment_rank(payment):
    return payment["time"], f"{payment['office']} {payment['voucher']} {amount_text(payment['total'])}"


def live_payments(state):
    """Those that are not cancelled, each part of each slip once, by its latest report."""
    kept = {}
    cancelled = state.get("cancelled", {})
    for key, payment in sorted(state.get("payments", {}).items()):
        if payment["acceptance"] in cancelled:
            continue
        part = payment["slip"], payment["part"]
        if part not in kept or payment_rank(payment) >= payment_rank(kept[part]):
            kept[part] = payment
    return sorted(kept.values(), key=lambda payment: (payment["acceptance"], payment["part"]))


def assessed_amount(state):
    registration, assessment = state.get("registration"), state.get("assessment")
    stated = assessment["total"] if assessment else None
    if not registration or stated is not None and assessment["version"] >= registration["version"]:
        return stated
    if registration["totalTax"] is not None:
        return registration["totalTax"]
    return 0 if registration["flow"] == "export" else stated


def guaranteed(state, at):
    """What the banks announce or what VNACCS found secured; never their sum, because it is the same money."""
    cancelled = state.get("cancelled", {})
    announced = sum(
        guarantee["amount"] for acceptance, guarantee in state.get("guarantees", {}).items()
        if guarantee["validFrom"] <= at < guarantee["validTo"] + DAY and acceptance not in cancelled)
    return max(announced, state.get("registration", {}).get("security") or 0)


def listed_total(voucher):
    return sum(highest for _, highest in voucher.get("listed", {}).values())


def credit(voucher):
    return max(voucher.get("credited", (0, 0))[1], listed_total(voucher))


def credited(state):
    vouchers = state.get("vouchers", {}).values()
    return max(0, sum(credit(voucher) - voucher.get("debited", (0, 0))[1] for voucher in vouchers))


def credit_mismatch(state, payments):
    vouchers = state.get("vouchers")
    if not vouchers:
        return None
    by_voucher = {}
    for payment in payments:
        # Payments that share a voucher cannot be told apart by it; the Treasury's figure is set against their sum.
        total = by_voucher.setdefault(payment["voucher"], {"total": 0, "lines": {}})
        total["total"] += payment["total"]
        for sub_item, amount in payment["lines"].items():
            total["lines"][sub_item] = total["lines"].get(sub_item, 0) + amount
    for name, voucher in sorted(vouchers.items()):
        payment = by_voucher.get(name)
        if contradicts(voucher, payment):
            paid = f"paid {amount_text(payment['total'])}" if payment else "no payment"
            return f"voucher {name}: {paid}, credited {amount_text(credit(voucher))}"
    return None


def contradicts(voucher, payment):
    listed = voucher.get("listed", {})
    spans = [*listed.values(), *(voucher[side] for side in ("credited", "debited") if side in voucher)]
    if any(lowest != highest for lowest, highest in spans):
        return True
    total = listed_total(voucher)
    advised = voucher["credited"][1] if "credited" in voucher else None
    if advised is not None and total > advised:
        return True
    if payment is None:
        return False
    if advised is not None and advised != payment["total"] or total > payment["total"]:
        return True
    for sub_item, (_, highest) in listed.items():
        paid = payment["lines"].get(sub_item) if sub_item else payment["total"]
        if paid is not None and highest != paid:
            return True
    return False


def is_done(state, purpose):
    """Of the latest document for a purpose: one that is handed in again replaces the earlier one."""
    candidates = [
        (document["reception"][0], name, document) for name, document in state.get("documents", {}).items()
        if document.get("reception", (0, None))[1] == purpose]
    return bool(candidates) and max(candidates, key=lambda c: c[:2])[2].get("report", (0, None))[1] == "06"


def is_cancelled(state):
    return any(
        document.get("reception", (0, None))[1] == "cancellation" and document.get("report", (0, None))[1] in ("15", "06")
        for document in state.get("documents", {}).values())


def office(state, payments):
    if "inspection" in state:
        return state["inspection"][1]
    if payments:
        return max(payments, key=lambda p: (p["time"], p["acceptance"], p["part"]))["office"]
    guarantees = state.get("guarantees")
    if guarantees:
        return max(guarantees.items(), key=lambda item: (item[1]["time"], item[0]))[1]["office"]
    return None

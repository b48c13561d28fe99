package main

import (
	"fmt"
	"sort"
)

// Summary is what follows from the facts of a declaration.
type Summary struct {
	Status    string            `json:"status"`
	Lane      string            `json:"lane,omitempty"`
	Office    string            `json:"office,omitempty"`
	Assessed  *Amount           `json:"assessed,omitempty"`
	Paid      Amount            `json:"paid"`
	Credited  Amount            `json:"credited"`
	Conflicts map[string]string `json:"conflicts,omitempty"`
}

// summarize is a pure function of the facts; the rules are those of docs/declarations.md without catalogs.
func (s *State) summarize() *Summary {
	payments := s.livePayments()
	summary := &Summary{Assessed: s.assessed(), Office: s.office(payments), Credited: s.credited()}
	for _, payment := range payments {
		summary.Paid += payment.Total
	}
	at := s.AsOf
	if s.Clearance != nil {
		at = s.Clearance.Time
	}
	isSettled := summary.Assessed != nil && summary.Paid+s.guaranteed(at) >= *summary.Assessed
	if s.Registration != nil {
		summary.Lane = s.Registration.Lane
	}
	if summary.Assessed != nil {
		detail := fmt.Sprintf("assessed %v, paid %v", *summary.Assessed, summary.Paid)
		if s.Clearance != nil && !isSettled {
			put(&summary.Conflicts, "cleared-unsettled", detail)
		}
		if summary.Paid > *summary.Assessed {
			put(&summary.Conflicts, "overpaid", detail)
		}
	}
	if detail := s.creditMismatch(payments); detail != "" {
		put(&summary.Conflicts, "credit-mismatch", detail)
	}
	summary.Status = s.status(summary, isSettled)
	return summary
}

func (s *State) status(summary *Summary, isSettled bool) string {
	switch {
	case s.isCancelled():
		return "cancelled"
	case len(summary.Conflicts) > 0:
		return "conflict"
	case s.Clearance != nil:
		return "cleared"
	case summary.Lane == "" && (summary.Assessed == nil || isSettled):
		return "registered"
	case !isSettled:
		return "awaiting-payment"
	case summary.Lane != "1" && !s.isDone("dossier"):
		return "under-document-check"
	case summary.Lane == "3" && !s.isDone("inspection-record"):
		return "under-inspection"
	}
	return "releasable"
}

// livePayments are those that are not cancelled, each part of each slip once, by its latest report, in order.
func (s *State) livePayments() []Payment {
	kept := make(map[[2]string]Payment, len(s.Payments))
	for _, payment := range s.Payments {
		if s.Cancelled[payment.Acceptance] {
			continue
		}
		part := [2]string{payment.Slip, payment.Part}
		other, isKnown := kept[part]
		if !isKnown || payment.rank().over(other.rank()) ||
			payment.rank() == other.rank() && payment.key() > other.key() {
			kept[part] = payment
		}
	}
	payments := make([]Payment, 0, len(kept))
	for _, payment := range kept {
		payments = append(payments, payment)
	}
	sort.Slice(payments, func(i, j int) bool { return payments[i].key() < payments[j].key() })
	return payments
}

func (s *State) assessed() *Amount {
	var stated *Amount
	if s.Assessment != nil {
		stated = s.Assessment.Total
	}
	switch {
	case s.Registration == nil:
		return stated
	case stated != nil && s.Assessment.Version >= s.Registration.Version:
		return stated
	case s.Registration.TotalTax != nil:
		return s.Registration.TotalTax
	case s.Registration.Flow == "export":
		return new(Amount)
	}
	return stated
}

// guaranteed is what the banks announce or what VNACCS found secured; never their sum, because it is the same money.
func (s *State) guaranteed(at int64) Amount {
	var sum Amount
	for acceptance, guarantee := range s.Guarantees {
		if guarantee.holds(at) && !s.Cancelled[acceptance] {
			sum += guarantee.Amount
		}
	}
	if s.Registration != nil && s.Registration.Security != nil && *s.Registration.Security > sum {
		return *s.Registration.Security
	}
	return sum
}

func (v Voucher) listedTotal() Amount {
	var sum Amount
	for _, span := range v.Listed {
		sum += span.Highest
	}
	return sum
}

func (v Voucher) credit() Amount {
	credit := v.listedTotal()
	if v.Credited != nil && v.Credited.Highest > credit {
		credit = v.Credited.Highest
	}
	return credit
}

func (s *State) credited() Amount {
	var sum Amount
	for _, voucher := range s.Vouchers {
		sum += voucher.credit()
		if voucher.Debited != nil {
			sum -= voucher.Debited.Highest
		}
	}
	if sum < 0 {
		return 0
	}
	return sum
}

// creditMismatch says where bank and Treasury, or the Treasury alone, name different amounts for one voucher.
func (s *State) creditMismatch(payments []Payment) string {
	if len(s.Vouchers) == 0 {
		return ""
	}
	byVoucher := make(map[string]*Payment, len(payments))
	for _, payment := range payments {
		// Payments that share a voucher cannot be told apart by it; the Treasury's figure is set against their sum.
		sum := byVoucher[payment.Voucher]
		if sum == nil {
			sum = &Payment{Lines: make(map[string]Amount, len(payment.Lines))}
			byVoucher[payment.Voucher] = sum
		}
		sum.Total += payment.Total
		for subItem, amount := range payment.Lines {
			sum.Lines[subItem] += amount
		}
	}
	wrong := ""
	for name, voucher := range s.Vouchers {
		if (wrong == "" || name < wrong) && voucher.contradicts(byVoucher[name]) {
			wrong = name
		}
	}
	if wrong == "" {
		return ""
	}
	paid := "no payment"
	if payment := byVoucher[wrong]; payment != nil {
		paid = "paid " + payment.Total.String()
	}
	return fmt.Sprintf("voucher %s: %s, credited %v", wrong, paid, s.Vouchers[wrong].credit())
}

func (v Voucher) contradicts(payment *Payment) bool {
	if v.Credited != nil && v.Credited.contradicts() || v.Debited != nil && v.Debited.contradicts() {
		return true
	}
	for _, span := range v.Listed {
		if span.contradicts() {
			return true
		}
	}
	total := v.listedTotal()
	if v.Credited != nil && total > v.Credited.Highest {
		return true
	}
	if payment == nil {
		return false
	}
	if v.Credited != nil && v.Credited.Highest != payment.Total || total > payment.Total {
		return true
	}
	for subItem, span := range v.Listed {
		paid, isKnown := payment.Lines[subItem]
		if subItem == "" {
			paid, isKnown = payment.Total, true
		}
		if isKnown && span.Highest != paid {
			return true
		}
	}
	return false
}

// isDone tells of the latest document for a purpose: one that is handed in again replaces the earlier one.
func (s *State) isDone(purpose string) bool {
	latest, at, isDone := "", int64(0), false
	for id, document := range s.Documents {
		reception := document.Reception
		if reception == nil || reception.Purpose != purpose {
			continue
		}
		if latest == "" || reception.Time > at || reception.Time == at && id > latest {
			latest, at, isDone = id, reception.Time, document.Report != nil && document.Report.Status == "06"
		}
	}
	return isDone
}

func (s *State) isCancelled() bool {
	for _, document := range s.Documents {
		if document.Reception == nil || document.Reception.Purpose != "cancellation" || document.Report == nil {
			continue
		}
		if document.Report.Status == "15" || document.Report.Status == "06" {
			return true
		}
	}
	return false
}

func (s *State) office(payments []Payment) string {
	if s.Inspection != nil {
		return s.Inspection.Office
	}
	office, at := "", int64(0)
	for _, payment := range payments {
		if office == "" || payment.Time >= at {
			office, at = payment.Office, payment.Time
		}
	}
	if office != "" {
		return office
	}
	last := Guarantee{}
	for _, guarantee := range s.Guarantees {
		if last.Office == "" || guarantee.Time > last.Time || guarantee.Time == last.Time && guarantee.Acceptance > last.Acceptance {
			last = guarantee
		}
	}
	return last.Office
}

package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Meaning is what one event says: a fact, and what it is about.
type Meaning struct {
	// 12 digits; empty when the event names none.
	Declaration string
	// Instead of a declaration: what another event names together with one.
	Reference string
	// The reference stays open after it was applied: a slip may pay several declarations, and its cancellation
	// concerns each of them.
	ConcernsAll bool
	// The reference that this event makes known.
	Defines string
	Fact    Fact
}

type taxLine struct {
	SubItem string `json:"subItem"`
	Amount  string `json:"amount"`
}

func (e *Event) meaning() (Meaning, error) {
	read, known := readers[strings.TrimPrefix(e.Type, "vn.customs.")]
	if !known {
		return Meaning{}, fmt.Errorf("no rule for %s", e.Type)
	}
	meaning, err := read(e)
	if err == nil && meaning.Declaration != "" && !isNumber(meaning.Declaration) {
		err = fmt.Errorf("declaration is not 12 digits")
	}
	return meaning, err
}

var readers = map[string]func(*Event) (Meaning, error){
	"vnaccs.declaration.prepared.v1":   readMention,
	"vnaccs.declaration.submitted.v1":  readMention,
	"vnaccs.result.reported.v1":        readMention,
	"epayment.answer.given.v1":         readMention,
	"vnaccs.declaration.registered.v1": readRegistered,
	"vnaccs.declaration.cleared.v1":    readCleared,
	"vnaccs.tax.assessed.v1":           readAssessed,
	"vnaccs.inspection.ordered.v1":     readInspection,
	"vnaccs.tax.fee-assessed.v1":       readMention,
	"epayment.payment.fee-made.v1":     readMention,
	"epayment.guarantee.opened.v1":     readMention,
	"epayment.guarantee.cancelled.v1":  readCancellation,
	"epayment.payment.made.v1":         readPayment,
	"epayment.payment.cancelled.v1":    readCancellation,
	"epayment.guarantee.registered.v1": readGuarantee,
	"treasury.settlement.advised.v1":   readAdvice,
	"treasury.voucher.listed.v1":       readListed,
	"edoc.document.received.v1":        readDocument,
	"edoc.document.status-changed.v1":  readReport,
}

func readMention(e *Event) (Meaning, error) {
	var data struct {
		Declaration string `json:"declaration"`
	}
	err := json.Unmarshal(e.Data, &data)
	return Meaning{Declaration: data.Declaration, Fact: mention{}}, err
}

func readRegistered(e *Event) (Meaning, error) {
	var data struct {
		Declaration string    `json:"declaration"`
		Flow        string    `json:"flow"`
		Lane        string    `json:"lane"`
		OfficeName  string    `json:"officeName"`
		Registered  time.Time `json:"registered"`
		TotalTax    *string   `json:"totalTax"`
		Security    *string   `json:"security"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return Meaning{}, err
	}
	if data.Declaration == "" || data.Lane < "1" || data.Lane > "3" {
		return Meaning{}, fmt.Errorf("declaration or lane is missing")
	}
	total, err := parseOptionalAmount(data.TotalTax)
	if err != nil {
		return Meaning{}, err
	}
	security, err := parseOptionalAmount(data.Security)
	fact := Registration{
		Version: version(data.Declaration), Time: data.Registered.UnixMilli(), Lane: data.Lane, Flow: data.Flow,
		OfficeName: data.OfficeName, TotalTax: total, Security: security,
	}
	return Meaning{Declaration: data.Declaration, Fact: fact}, err
}

func readCleared(e *Event) (Meaning, error) {
	var data struct {
		Declaration string    `json:"declaration"`
		Cleared     time.Time `json:"cleared"`
	}
	err := json.Unmarshal(e.Data, &data)
	if err == nil && data.Declaration == "" {
		err = fmt.Errorf("declaration is missing")
	}
	if err != nil {
		return Meaning{}, err
	}
	fact := Clearance{Version: version(data.Declaration), Time: data.Cleared.UnixMilli()}
	return Meaning{Declaration: data.Declaration, Fact: fact}, nil
}

func readAssessed(e *Event) (Meaning, error) {
	var data struct {
		Declaration string    `json:"declaration"`
		Statement   string    `json:"statement"`
		Lines       []taxLine `json:"lines"`
		Total       string    `json:"total"`
		Currency    string    `json:"currency"`
		Issued      time.Time `json:"issued"`
	}
	err := json.Unmarshal(e.Data, &data)
	if err == nil && data.Declaration == "" {
		err = fmt.Errorf("declaration is missing")
	}
	if err != nil {
		return Meaning{}, err
	}
	fact := Assessment{
		Version: version(data.Declaration), Issued: data.Issued.UnixMilli(), Statement: data.Statement,
	}
	// A statement in another currency cannot be set against payments.
	if data.Currency == "" || data.Currency == "VND" {
		fact.Total, err = parseOptionalAmount(&data.Total)
	}
	return Meaning{Declaration: data.Declaration, Fact: fact}, err
}

func readInspection(e *Event) (Meaning, error) {
	var data struct {
		Declaration string `json:"declaration"`
		Office      string `json:"office"`
	}
	err := json.Unmarshal(e.Data, &data)
	fact := Inspection{Time: e.Time.UnixMilli(), Office: data.Office}
	return Meaning{Declaration: data.Declaration, Fact: fact}, err
}

func readPayment(e *Event) (Meaning, error) {
	var data struct {
		Declaration   string     `json:"declaration"`
		Acceptance    string     `json:"acceptance"`
		Part          string     `json:"part"`
		Bank          string     `json:"bank"`
		Office        string     `json:"office"`
		VoucherSeries string     `json:"voucherSeries"`
		VoucherNumber string     `json:"voucherNumber"`
		VoucherDate   *time.Time `json:"voucherDate"`
		Total         string     `json:"total"`
		Lines         []taxLine  `json:"lines"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return Meaning{}, err
	}
	total, err := parseAmount(data.Total)
	if err != nil {
		return Meaning{}, err
	}
	lines := make(map[string]Amount, len(data.Lines))
	for _, line := range data.Lines {
		amount, err := parseAmount(line.Amount)
		if err != nil {
			return Meaning{}, err
		}
		lines[line.SubItem] += amount
	}
	voucher := data.VoucherSeries + "/" + data.VoucherNumber
	date := "-"
	if data.VoucherDate != nil {
		date = data.VoucherDate.Format(time.RFC3339)
	}
	fact := Payment{
		Acceptance: data.Acceptance, Part: data.Part, Time: e.Time.UnixMilli(), Office: data.Office,
		Slip: data.Bank + " " + voucher + " " + date, Voucher: voucher, Total: total, Lines: lines,
	}
	return Meaning{Declaration: data.Declaration, Defines: acceptanceReference(data.Acceptance), Fact: fact}, nil
}

func readCancellation(e *Event) (Meaning, error) {
	var data struct {
		Acceptance string `json:"acceptance"`
	}
	err := json.Unmarshal(e.Data, &data)
	return Meaning{
		Reference: acceptanceReference(data.Acceptance), ConcernsAll: true, Fact: cancellation(data.Acceptance),
	}, err
}

func readGuarantee(e *Event) (Meaning, error) {
	var data struct {
		Declaration string    `json:"declaration"`
		Acceptance  string    `json:"acceptance"`
		Office      string    `json:"office"`
		Amount      string    `json:"amount"`
		ValidFrom   time.Time `json:"validFrom"`
		ValidTo     time.Time `json:"validTo"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return Meaning{}, err
	}
	amount, err := parseAmount(data.Amount)
	fact := Guarantee{
		Acceptance: data.Acceptance, Time: e.Time.UnixMilli(), Office: data.Office, Amount: amount,
		ValidFrom: data.ValidFrom.UnixMilli(), ValidTo: data.ValidTo.UnixMilli(),
	}
	return Meaning{Declaration: data.Declaration, Defines: acceptanceReference(data.Acceptance), Fact: fact}, err
}

func readAdvice(e *Event) (Meaning, error) {
	var data struct {
		Declaration string `json:"declaration"`
		Direction   string `json:"direction"`
		Voucher     string `json:"voucher"`
		Amount      string `json:"amount"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return Meaning{}, err
	}
	amount, err := parseAmount(data.Amount)
	fact := advice{voucher: data.Voucher, amount: amount, isDebit: data.Direction == "debit"}
	return Meaning{Declaration: data.Declaration, Fact: fact}, err
}

func readListed(e *Event) (Meaning, error) {
	var data struct {
		Declaration string `json:"declaration"`
		Voucher     string `json:"voucher"`
		SubItem     string `json:"subItem"`
		Amount      string `json:"amount"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return Meaning{}, err
	}
	amount, err := parseAmount(data.Amount)
	fact := listed{voucher: data.Voucher, subItem: data.SubItem, amount: amount}
	return Meaning{Declaration: data.Declaration, Fact: fact}, err
}

func readDocument(e *Event) (Meaning, error) {
	var data struct {
		Declaration string `json:"declaration"`
		Document    string `json:"document"`
		Purpose     string `json:"purpose"`
	}
	err := json.Unmarshal(e.Data, &data)
	return Meaning{
		Declaration: data.Declaration, Defines: documentReference(data.Document),
		Fact: reception{document: data.Document, Reception: Reception{Time: e.Time.UnixMilli(), Purpose: data.Purpose}},
	}, err
}

func readReport(e *Event) (Meaning, error) {
	var data struct {
		Document string    `json:"document"`
		Organ    string    `json:"organ"`
		Status   string    `json:"status"`
		Reported time.Time `json:"reported"`
	}
	err := json.Unmarshal(e.Data, &data)
	fact := report{
		document: data.Document,
		Report:   Report{Time: data.Reported.UnixMilli(), Status: data.Status, Organ: data.Organ},
	}
	return Meaning{Reference: documentReference(data.Document), Fact: fact}, err
}

func acceptanceReference(number string) string { return "epayment:" + number }
func documentReference(id string) string       { return "edoc:" + id }

// key is what all versions of a declaration number share, version its last digit.
func key(number string) string  { return number[:11] }
func version(number string) int { return int(number[len(number)-1] - '0') }

func isNumber(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}

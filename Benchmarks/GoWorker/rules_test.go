package main

import (
	"encoding/json"
	"math/rand"
	"testing"
)

// A declaration of lane 2 from registration to clearance, with an amendment, a slip that was sent again, and a payment that
// was cancelled.
var life = []string{
	`{"type":"vnaccs.declaration.registered","time":"2025-03-14T08:00:00+07:00","data":{"declaration":"100000000010","flow":"import","lane":"2","officeName":"X","registered":"2025-03-14T08:00:00+07:00","totalTax":"900"}}`,
	`{"type":"vnaccs.declaration.registered","time":"2025-03-14T09:00:00+07:00","data":{"declaration":"100000000011","flow":"import","lane":"2","officeName":"X","registered":"2025-03-14T09:00:00+07:00","totalTax":"1000.5"}}`,
	`{"type":"vnaccs.tax.assessed","time":"2025-03-14T09:01:00+07:00","data":{"declaration":"100000000011","statement":"S1","lines":[],"total":"1000.5","currency":"VND","issued":"2025-03-14T00:00:00+07:00"}}`,
	`{"type":"epayment.payment.made","time":"2025-03-14T10:00:00+07:00","data":{"declaration":"100000000011","acceptance":"A1","part":"1","bank":"B","office":"02H1","voucherSeries":"V","voucherNumber":"1","total":"1000.5","lines":[{"subItem":"1901","amount":"1000.5"}]}}`,
	`{"type":"epayment.payment.made","time":"2025-03-14T10:05:00+07:00","data":{"declaration":"100000000011","acceptance":"A2","part":"1","bank":"B","office":"02H1","voucherSeries":"V","voucherNumber":"1","total":"1000.5","lines":[{"subItem":"1901","amount":"1000.5"}]}}`,
	`{"type":"epayment.payment.made","time":"2025-03-14T10:06:00+07:00","data":{"declaration":"100000000011","acceptance":"A3","part":"1","bank":"B","office":"02H1","voucherSeries":"V","voucherNumber":"2","total":"7","lines":[]}}`,
	`{"type":"epayment.payment.cancelled","time":"2025-03-14T10:07:00+07:00","data":{"acceptance":"A3"}}`,
	`{"type":"treasury.settlement.advised","time":"2025-03-14T11:00:00+07:00","data":{"declaration":"100000000011","direction":"credit","voucher":"V/1","amount":"1000.5"}}`,
	`{"type":"edoc.document.received","time":"2025-03-14T11:10:00+07:00","data":{"declaration":"100000000011","document":"D","purpose":"dossier"}}`,
	`{"type":"edoc.document.status-changed","time":"2025-03-14T11:20:00+07:00","data":{"document":"D","organ":"O","status":"06","reported":"2025-03-14T11:20:00+07:00"}}`,
	`{"type":"vnaccs.declaration.cleared","time":"2025-03-14T12:00:00+07:00","data":{"declaration":"100000000011","cleared":"2025-03-14T12:00:00+07:00"}}`,
}

func summaryOf(t *testing.T, texts []string) string {
	t.Helper()
	var state State
	for _, text := range texts {
		var event Event
		if err := json.Unmarshal([]byte(text), &event); err != nil {
			t.Fatal(err)
		}
		event.Type = "vn.customs." + event.Type + ".v1"
		meaning, err := event.meaning()
		if err != nil {
			t.Fatalf("%s: %v", event.Type, err)
		}
		state.add(meaning, event.Time.UnixMilli())
	}
	encoded, err := json.Marshal(state.summarize())
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func TestAnyOrderAndRepetitionGiveTheSameSummary(t *testing.T) {
	const expected = `{"status":"cleared","lane":"2","office":"02H1","assessed":10005000,"paid":10005000,"credited":10005000}`
	random := rand.New(rand.NewSource(1))
	for round := 0; round < 500; round++ {
		history := append(append([]string{}, life...), life[random.Intn(len(life))])
		random.Shuffle(len(history), func(i, j int) { history[i], history[j] = history[j], history[i] })
		if summary := summaryOf(t, history); summary != expected {
			t.Fatalf("round %d: %s\n%v", round, summary, history)
		}
	}
}

func TestStatusFollowsTheFacts(t *testing.T) {
	for count, expected := range map[int]string{
		1: "awaiting-payment", 4: "under-document-check", 6: "conflict", 7: "under-document-check", 10: "releasable",
		11: "cleared",
	} {
		var summary Summary
		if err := json.Unmarshal([]byte(summaryOf(t, life[:count])), &summary); err != nil {
			t.Fatal(err)
		}
		if summary.Status != expected {
			t.Errorf("after %d events: %s, expected %s", count, summary.Status, expected)
		}
	}
}

func TestAmounts(t *testing.T) {
	for text, expected := range map[string]string{"0": "0", "12": "12", "12.5": "12.5", "12.0500": "12.05"} {
		amount, err := parseAmount(text)
		if err != nil || amount.String() != expected {
			t.Errorf("%s: %v, %v", text, amount, err)
		}
	}
	for _, text := range []string{"", ".", "1.", ".5", "-1", "+1", "1.00001", "1e3", "99999999999999999999"} {
		if amount, err := parseAmount(text); err == nil {
			t.Errorf("%q was taken as %v", text, amount)
		}
	}
}

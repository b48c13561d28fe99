package main

// State is all that is known of one declaration: a set of facts, so that neither order nor repetition changes the result.
// It is stored as JSON.
type State struct {
	// Highest version that any event named.
	Version int `json:"version"`
	// Business time of the latest fact, in milliseconds since 1970, as all times here.
	AsOf         int64                `json:"asOf"`
	Registration *Registration        `json:"registration,omitempty"`
	Assessment   *Assessment          `json:"assessment,omitempty"`
	Payments     map[string]Payment   `json:"payments,omitempty"`
	Guarantees   map[string]Guarantee `json:"guarantees,omitempty"`
	Cancelled    map[string]bool      `json:"cancelled,omitempty"`
	Vouchers     map[string]Voucher   `json:"vouchers,omitempty"`
	Documents    map[string]Document  `json:"documents,omitempty"`
	Inspection   *Inspection          `json:"inspection,omitempty"`
	Clearance    *Clearance           `json:"clearance,omitempty"`
	// What was concluded last.
	Published *Summary `json:"published,omitempty"`
}

// Fact is one thing that an event says of a declaration.
type Fact interface{ addTo(*State) }

// rank decides which of two facts counts, whatever came first: version, then time, then content as the last resort.
type rank struct {
	version int
	time    int64
	content string
}

func (r rank) over(other rank) bool {
	if r.version != other.version {
		return r.version > other.version
	}
	if r.time != other.time {
		return r.time > other.time
	}
	return r.content > other.content
}

type mention struct{}

func (mention) addTo(*State) {}

// Registration is what VNACCS said when it registered a version.
type Registration struct {
	Version    int     `json:"version"`
	Time       int64   `json:"time"`
	Lane       string  `json:"lane"`
	Flow       string  `json:"flow"`
	OfficeName string  `json:"officeName"`
	TotalTax   *Amount `json:"totalTax,omitempty"`
	// What VNACCS found secured.
	Security *Amount `json:"security,omitempty"`
}

func (f Registration) rank() rank {
	return rank{f.Version, f.Time, f.Lane + " " + f.Flow + " " + f.OfficeName + " " + text(f.TotalTax) + " " + text(f.Security)}
}

func (f Registration) addTo(s *State) {
	if s.Registration == nil || f.rank().over(s.Registration.rank()) {
		s.Registration = &f
	}
}

// Assessment is a tax statement; without a total when it is not in VND.
type Assessment struct {
	Version   int     `json:"version"`
	Issued    int64   `json:"issued"`
	Statement string  `json:"statement"`
	Total     *Amount `json:"total,omitempty"`
}

func (f Assessment) rank() rank { return rank{f.Version, f.Issued, f.Statement + " " + text(f.Total)} }

func (f Assessment) addTo(s *State) {
	if s.Assessment == nil || f.rank().over(s.Assessment.rank()) {
		s.Assessment = &f
	}
}

// Payment is what a bank reported; the parts of a slip add up.
type Payment struct {
	Acceptance string            `json:"acceptance"`
	Part       string            `json:"part"`
	Time       int64             `json:"time"`
	Office     string            `json:"office"`
	Slip       string            `json:"slip"`
	Voucher    string            `json:"voucher"`
	Total      Amount            `json:"total"`
	Lines      map[string]Amount `json:"lines"`
}

func (f Payment) key() string { return f.Acceptance + " " + f.Part }
func (f Payment) rank() rank {
	return rank{0, f.Time, f.Office + " " + f.Voucher + " " + f.Total.String()}
}

func (f Payment) addTo(s *State) {
	if known, isKnown := s.Payments[f.key()]; !isKnown || f.rank().over(known.rank()) {
		put(&s.Payments, f.key(), f)
	}
}

// Guarantee is a bank's, for the tax of this declaration.
type Guarantee struct {
	Acceptance string `json:"acceptance"`
	Time       int64  `json:"time"`
	Office     string `json:"office"`
	Amount     Amount `json:"amount"`
	ValidFrom  int64  `json:"validFrom"`
	// Start of the last day on which it holds.
	ValidTo int64 `json:"validTo"`
}

func (f Guarantee) addTo(s *State) {
	if known, isKnown := s.Guarantees[f.Acceptance]; !isKnown || f.Time > known.Time {
		put(&s.Guarantees, f.Acceptance, f)
	}
}

func (f Guarantee) holds(at int64) bool { return f.ValidFrom <= at && at < f.ValidTo+86_400_000 }

type cancellation string

func (f cancellation) addTo(s *State) { put(&s.Cancelled, string(f), true) }

// Span holds the lowest and the highest amount that were named for one thing.
type Span struct {
	Lowest  Amount `json:"lowest"`
	Highest Amount `json:"highest"`
}

func (s *Span) joined(amount Amount) Span {
	if s == nil {
		return Span{amount, amount}
	}
	joined := *s
	if amount < joined.Lowest {
		joined.Lowest = amount
	}
	if amount > joined.Highest {
		joined.Highest = amount
	}
	return joined
}

func (s Span) contradicts() bool { return s.Lowest != s.Highest }

// Voucher is what the Treasury said of the money of one voucher.
type Voucher struct {
	Credited *Span           `json:"credited,omitempty"`
	Debited  *Span           `json:"debited,omitempty"`
	Listed   map[string]Span `json:"listed,omitempty"`
}

type advice struct {
	voucher string
	amount  Amount
	isDebit bool
}

func (f advice) addTo(s *State) {
	voucher := s.Vouchers[f.voucher]
	if f.isDebit {
		span := voucher.Debited.joined(f.amount)
		voucher.Debited = &span
	} else {
		span := voucher.Credited.joined(f.amount)
		voucher.Credited = &span
	}
	put(&s.Vouchers, f.voucher, voucher)
}

type listed struct {
	voucher, subItem string
	amount           Amount
}

func (f listed) addTo(s *State) {
	voucher := s.Vouchers[f.voucher]
	span := Span{f.amount, f.amount}
	if known, isKnown := voucher.Listed[f.subItem]; isKnown {
		span = known.joined(f.amount)
	}
	put(&voucher.Listed, f.subItem, span)
	put(&s.Vouchers, f.voucher, voucher)
}

// Reception and Report are the halves of a document; either may come first.
type Reception struct {
	Time    int64  `json:"time"`
	Purpose string `json:"purpose"`
}

type Report struct {
	Time   int64  `json:"time"`
	Status string `json:"status"`
	Organ  string `json:"organ"`
}

type Document struct {
	Reception *Reception `json:"reception,omitempty"`
	Report    *Report    `json:"report,omitempty"`
}

type reception struct {
	document string
	Reception
}

func (f reception) addTo(s *State) {
	document := s.Documents[f.document]
	known := document.Reception
	if known == nil || (rank{0, f.Time, f.Purpose}).over(rank{0, known.Time, known.Purpose}) {
		document.Reception = &f.Reception
	}
	put(&s.Documents, f.document, document)
}

type report struct {
	document string
	Report
}

func (f report) addTo(s *State) {
	document := s.Documents[f.document]
	known := document.Report
	if known == nil || (rank{0, f.Time, f.Status + " " + f.Organ}).over(rank{0, known.Time, known.Status + " " + known.Organ}) {
		document.Report = &f.Report
	}
	put(&s.Documents, f.document, document)
}

// Inspection was ordered.
type Inspection struct {
	Time   int64  `json:"time"`
	Office string `json:"office"`
}

func (f Inspection) addTo(s *State) {
	known := s.Inspection
	if known == nil || (rank{0, f.Time, f.Office}).over(rank{0, known.Time, known.Office}) {
		s.Inspection = &f
	}
}

// Clearance was given.
type Clearance struct {
	Version int   `json:"version"`
	Time    int64 `json:"time"`
}

func (f Clearance) addTo(s *State) {
	known := s.Clearance
	if known == nil || (rank{f.Version, f.Time, ""}).over(rank{known.Version, known.Time, ""}) {
		s.Clearance = &f
	}
}

// add merges what one event says.
func (s *State) add(meaning Meaning, time int64) {
	if meaning.Declaration != "" {
		if v := version(meaning.Declaration); v > s.Version {
			s.Version = v
		}
	}
	if time > s.AsOf {
		s.AsOf = time
	}
	meaning.Fact.addTo(s)
}

func put[Value any](values *map[string]Value, key string, value Value) {
	if *values == nil {
		*values = make(map[string]Value)
	}
	(*values)[key] = value
}

func text(amount *Amount) string {
	if amount == nil {
		return ""
	}
	return amount.String()
}

package main

import (
	"fmt"
	"strconv"
	"strings"
)

// Amount is money in ten-thousandths, at most 9 * 10^14 VND; what is larger is refused.
type Amount int64

const amountScale = 10_000

func parseAmount(text string) (Amount, error) {
	whole, fraction, hasFraction := strings.Cut(text, ".")
	if whole == "" || hasFraction && (fraction == "" || len(fraction) > 4) {
		return 0, fmt.Errorf("%q is not an amount", text)
	}
	digits := whole + fraction + "0000"[len(fraction):]
	value, err := strconv.ParseUint(digits, 10, 63)
	if err != nil {
		return 0, fmt.Errorf("%q is not an amount", text)
	}
	return Amount(value), nil
}

func parseOptionalAmount(text *string) (*Amount, error) {
	if text == nil {
		return nil, nil
	}
	amount, err := parseAmount(*text)
	return &amount, err
}

func (a Amount) String() string {
	whole := strconv.FormatInt(int64(a/amountScale), 10)
	if a%amountScale == 0 {
		return whole
	}
	return whole + "." + strings.TrimRight(fmt.Sprintf("%04d", a%amountScale), "0")
}

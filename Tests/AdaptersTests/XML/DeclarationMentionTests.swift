import Events
import Testing

@testable import Adapters

struct DeclarationMentionTests {
    @Test(arguments: [
        "Hồ sơ tờ khai 100000000010",
        "V/v tờ khai số 100000000010 ngày 14/3/2025",
        "TỜ KHAI HẢI QUAN NHẬP KHẨU SỐ: 100000000010",
        "To khai so 100000000010",
        "to\u{031B}\u{0300} khai 100000000010",
        "tơ\u{0300} khai 100000000010",
        "tờ\u{A0}khai\nsố   (100000000010)",
        "hủy tờ khai ngày 14/3/2025 số 100000000010",
        "02 tờ khai, gồm tờ khai 100000000010 và tờ khai 200000000020",
        "tờ khai năm 2025: 100000000010/A11",
    ])
    func names(text: String) {
        #expect(DeclarationMention(in: text) == DeclarationNumber("100000000010").map { .named($0) })
    }

    @Test(arguments: [
        ("tờ khai số 10000000001", 11), ("tờ khai 1000000000100", 13), ("tờ khai số 12", 2), ("tờ khai: 100000", 6),
        ("tờ khai số 100 000 000 010", 3),
    ])
    func aNumberOfAnotherLengthIsMalformed(text: String, digits: Int) {
        #expect(DeclarationMention(in: text) == .malformed(digits: digits))
    }

    @Test(arguments: [
        "", "Công văn 62/CHQ-CNTT", "100000000010", "tài khoản 711101054321", "tờ khai ngày 14/03/2025", "3 tờ khai trong tháng 3",
        "tờ khai ngày 14032025", "tờ khai của doanh nghiệp gửi tới cơ quan 100000000010", "tờ", "ô tờkhai 100000000010",
        "oto khai 100000000010", "申告 100000000010",
    ])
    func otherTextNamesNone(text: String) {
        #expect(DeclarationMention(in: text) == .none)
    }
}

import Bus
import Testing

@testable import Adapters

struct XMLTimeFormTests {
    @Test(arguments: [
        (XMLTimeForm.isoDate, "2025-03-14", "2025-03-14T00:00:00+07:00"),
        (.isoDateTime, "2025-03-14T22:59:59", "2025-03-14T22:59:59+07:00"),
        (.dayFirstDate, "14-03-2025", "2025-03-14T00:00:00+07:00"),
        (.dayFirstDate, "14/03/2025", "2025-03-14T00:00:00+07:00"),
        (.dayFirstDateTime, "14-03-2025 22:59:59", "2025-03-14T22:59:59+07:00"),
        (.documentDate, "2025/03/14", "2025-03-14T00:00:00+07:00"),
        (.documentDate, "14/03/2025", "2025-03-14T00:00:00+07:00"),
        (.documentDateTime, "2025/03/14 22:59:59", "2025-03-14T22:59:59+07:00"),
        (.documentDateTime, "14/03/2025 22:59:59", "2025-03-14T22:59:59+07:00"),
        (.documentDateTime, "14/03/2025", "2025-03-14T00:00:00+07:00"),
    ])
    func reads(form: XMLTimeForm, text: String, time: String) {
        #expect(form.read(Array(text.utf8).span)?.description == time)
    }

    @Test(arguments: [
        (XMLTimeForm.isoDate, "2025-02-29"), (.isoDate, "2025/03/14"), (.isoDate, "2025-03-14T00:00:00"),
        (.isoDate, "14-03-2025"), (.isoDate, "2025-3-14"), (.isoDateTime, "2025-03-14"),
        (.isoDateTime, "2025-03-14 22:59:59"), (.isoDateTime, "2025-03-14T24:00:00"),
        (.isoDateTime, "2025-03-14T22:59:59Z"), (.dayFirstDate, "2025-03-14"), (.dayFirstDateTime, "14-03-2025"),
        (.dayFirstDateTime, "14-03-2025T22:59:59"), (.dayFirstDateTime, "14-03-2025 22:59:5"),
        (.documentDate, "2025/03-14"), (.documentDate, "14.03.2025"), (.documentDate, "+4/03/2025"), (.documentDate, ""),
        (.documentDate, "0000/00/00"), (.documentDateTime, "14/03/2025 225959"), (.documentDateTime, "ảảảảảảảả"),
    ])
    func refuses(form: XMLTimeForm, text: String) {
        #expect(form.read(Array(text.utf8).span) == nil)
    }

    @Test(arguments: [
        XMLTimeForm.isoDate, .isoDateTime, .dayFirstDate, .dayFirstDateTime, .documentDate, .documentDateTime,
    ])
    func readsWhatItWrites(form: XMLTimeForm) throws {
        let time = try #require(Timestamp(rfc3339: "2025-03-14T00:00:00+07:00"))
        #expect(form.read(Array(form.text(of: time).utf8).span) == time)
    }
}

import Bus
import Testing

@Suite struct EventTypes {
    @Test(arguments: [
        ("vn.customs.vnaccs.declaration.registered.v1", "vnaccs", "declaration"),
        ("vn.customs.a1.b-2.c.v12", "a1", "b-2"),
    ])
    func partsAreRead(_ text: String, _ system: String, _ entity: String) throws {
        let type = try #require(EventType(text))
        #expect(type.system == system)
        #expect(type.entity == entity)
        #expect(type.rawValue == text)
    }

    @Test(arguments: [
        "", ".....", "vn.customs", "vn.customs.a.b.c", "vn.customs.a.b.c.1", "vn.customs.a.b.c.v", "vn.customs.a.b.c.v0",
        "vn.customs.a.b.c.v01", "vn.customs.a.b.c.v1x", "vn.customs.a.b.c.v½", "vn.customs.a.b.c.v１", "vn.customs.a.b.c.v1.d",
        "vn.customs..b.c.v1", "vn.customs.a.b..v1", "vn.customs.A.b.c.v1", "vn.customs.a.b_x.c.v1", "vn.customs.a.đ.c.v1",
        "com.customs.a.b.c.v1", "vn.custom.a.b.c.v1", " vn.customs.a.b.c.v1", "vn.customs.a.b.c.v1 ", "vn.customs.a.*.c.v1",
        "vn.customs.a.#.c.v1", "vn.customs.a.b\0.c.v1",
    ])
    func otherFormsAreNotTypes(_ text: String) {
        #expect(EventType(text) == nil)
    }

    @Test func madeOfPartsEqualsRead() {
        #expect(EventType(system: "edoc", entity: "document", event: "status-changed") == EventType("vn.customs.edoc.document.status-changed.v1"))
        #expect(EventType(system: "a", entity: "b", event: "c", version: 2).rawValue == "vn.customs.a.b.c.v2")
    }
}

import Hummingbird

extension ControlAPI {
    func addReadingRoutes(_ router: Router<BasicRequestContext>) {
        get(router, "v1/status") { _ throws(ControlError) in try await operations.status() }
        get(router, "v1/account") { r throws(ControlError) in
            try await operations.account(from: r.time("from"), until: r.time("until"))
        }
        get(router, "v1/declarations/:number") { r throws(ControlError) in
            try await operations.declaration(r.part("number"))
        }
    }

    func addReceiverRoutes(_ router: Router<BasicRequestContext>) {
        get(router, "v1/receivers") { _ throws(ControlError) in try await operations.receivers() }
        post(router, "v1/receivers/:receiver/pause") { r throws(ControlError) in
            try await operations.pause(
                r.part("receiver"), mode: r.text("mode"), reason: r.text("reason"), until: r.time("until"),
                actor: r.actor)
        }
        post(router, "v1/receivers/:receiver/resume") { r throws(ControlError) in
            try await operations.resume(r.part("receiver"), reason: r.text("reason"), actor: r.actor)
        }
    }

    func addCatalogRoutes(_ router: Router<BasicRequestContext>) {
        post(router, "v1/catalogs/:catalog/import") { r throws(ControlError) in
            try await operations.catalogImport(
                r.part("catalog"), csv: r.text("csv"), dryRun: r.flag("dryRun"), reason: r.text("reason"),
                actor: r.actor)
        }
        post(router, "v1/catalogs/:catalog/diff") { r throws(ControlError) in
            try await operations.catalogDiff(r.part("catalog"), csv: r.text("csv"))
        }
        get(router, "v1/catalogs/:catalog/as-of") { r throws(ControlError) in
            try await operations.catalogAsOf(r.part("catalog"), key: r.query["key"], at: r.time("at"))
        }
        get(router, "v1/catalogs/:catalog/export") { r throws(ControlError) in
            try await operations.catalogExport(r.part("catalog"))
        }
    }

    func addCutoverRoutes(_ router: Router<BasicRequestContext>) {
        post(router, "v1/cutover/check") { r throws(ControlError) in
            try await operations.cutoverCheck(CutoverDocument(json: r.body))
        }
        post(router, "v1/cutover/rehearse") { r throws(ControlError) in
            try await operations.cutoverRehearse(CutoverDocument(json: r.body), actor: r.actor)
        }
        post(router, "v1/cutover/approve") { r throws(ControlError) in
            try await operations.cutoverApprove(hash: r.text("hash"), actor: r.actor)
        }
        post(router, "v1/cutover/start") { r throws(ControlError) in
            try await operations.cutoverStart(CutoverDocument(json: r.body), actor: r.actor)
        }
        post(router, "v1/cutover/abort") { r throws(ControlError) in
            try await operations.cutoverAbort(r.text("run"), reason: r.text("reason"), actor: r.actor)
        }
        get(router, "v1/cutover/status") { r throws(ControlError) in
            try await operations.cutoverStatus(r.query["run"])
        }
        get(router, "v1/cutover/report") { r throws(ControlError) in
            try await operations.cutoverReport(r.query["run"])
        }
    }

    func addReplayRoutes(_ router: Router<BasicRequestContext>) {
        post(router, "v1/replay/plan") { r throws(ControlError) in
            guard r.body.object != nil else { throw ControlError(.usage, "the selection is missing") }
            return try await operations.replayPlan(r.body, actor: r.actor)
        }
        post(router, "v1/replay/approve") { r throws(ControlError) in
            try await operations.replayApprove(hash: r.text("hash"), actor: r.actor)
        }
        post(router, "v1/replay/run") { r throws(ControlError) in
            try await operations.replayRun(hash: r.text("hash"), actor: r.actor)
        }
        get(router, "v1/replay/status") { r throws(ControlError) in try await operations.replayStatus(r.query["run"]) }
        post(router, "v1/replay/stop") { r throws(ControlError) in
            try await operations.replayStop(r.text("run"), actor: r.actor)
        }
    }

    func addConsumerRoutes(_ router: Router<BasicRequestContext>) {
        get(router, "v1/parked") { r throws(ControlError) in
            try await operations.parkedList(
                consumer: r.query["consumer"], key: r.query["key"], limit: r.limit(default: 100))
        }
        get(router, "v1/parked/:consumer/:event") { r throws(ControlError) in
            try await operations.parkedShow(r.part("event"), consumer: r.part("consumer"))
        }
        post(router, "v1/parked/:consumer/:event/release") { r throws(ControlError) in
            try await operations.parkedRelease(
                r.part("event"), consumer: r.part("consumer"), reason: r.text("reason"), actor: r.actor)
        }
        post(router, "v1/parked/:consumer/:event/discard") { r throws(ControlError) in
            try await operations.parkedDiscard(
                r.part("event"), consumer: r.part("consumer"), reason: r.text("reason"), actor: r.actor)
        }
        get(router, "v1/consumers") { _ throws(ControlError) in try await operations.consumerList() }
        post(router, "v1/consumers/:name") { r throws(ControlError) in
            try await operations.consumerAttach(r.part("name"), patterns: r.texts("patterns"), actor: r.actor)
        }
    }
}

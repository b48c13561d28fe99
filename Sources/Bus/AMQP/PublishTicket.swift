/// One message of one call.
struct PublishTicket {
    var call: PublishCall
    var index: Int

    var message: OutboundMessage { call.request.messages[index] }
}

import Bus
import Events

@testable import Adapters

/// edXML messages, written by hand from the standard's elements in its three variants; all numbers are made up.
enum EDocSamples {
    static func header(subject: String = "Hồ sơ tờ khai số 100000000010", type: String = "Công văn", prefix p: String = "") -> String {
        """
        <\(p)From><\(p)OrganId>000.00.18.G12</\(p)OrganId><\(p)OrganName>Cục A</\(p)OrganName></\(p)From>\
        <\(p)To><\(p)OrganId>000.00.19.G12</\(p)OrganId></\(p)To><\(p)To><\(p)OrganId>000.00.20.H56</\(p)OrganId></\(p)To>\
        <\(p)DocumentId>00012-2025</\(p)DocumentId>\
        <\(p)Code><\(p)CodeNumber>62</\(p)CodeNumber><\(p)CodeNotation>CHQ-CNTT</\(p)CodeNotation></\(p)Code>\
        <\(p)PromulgationInfo><\(p)Place>Hà Nội</\(p)Place><\(p)PromulgationDate>2025/03/12</\(p)PromulgationDate></\(p)PromulgationInfo>\
        <\(p)DocumentType><\(p)Type>2</\(p)Type><\(p)TypeDetail>0</\(p)TypeDetail><\(p)TypeName>\(type)</\(p)TypeName></\(p)DocumentType>\
        <\(p)Subject>\(subject)</\(p)Subject><\(p)Content>Kính gửi</\(p)Content>\
        <\(p)OtherInfo><\(p)Priority>0</\(p)Priority></\(p)OtherInfo>
        """
    }

    static let traces = """
        <TraceHeaderList><TraceHeader><OrganId>000.00.18.G12</OrganId><Timestamp>2025/03/14 09:00:00</Timestamp></TraceHeader>\
        <TraceHeader><OrganId>000.00.19.G12</OrganId><Timestamp>14/03/2025 10:30:00</Timestamp></TraceHeader>\
        <Bussiness><BussinessDocType>0</BussinessDocType></Bussiness></TraceHeaderList>
        """

    /// Variant A.
    static func document(_ header: String, traces: String = traces, attachment: String = "UEsDBA==") -> String {
        """
        <edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope><edXML:edXMLHeader>\
        <MessageHeader>\(header)</MessageHeader>\(traces)</edXML:edXMLHeader><edXML:edXMLBody>\
        <edXML:edXMLManifest version="1.0"><Reference><ContentId>1</ContentId><AttachmentName>a.pdf</AttachmentName>\
        </Reference></edXML:edXMLManifest></edXML:edXMLBody></edXML:edXMLEnvelope><AttachmentEncoded><Attachment>\
        <ContentId>1</ContentId><AttachmentName>a.pdf</AttachmentName><ContentType>application/zip</ContentType>\
        <edXML:ContentTransferEncoded>\(attachment)</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>
        """
    }

    static let document = document(header())

    /// Variant B.
    static let older = """
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:edXML="http://www.e-doc.vn/Schema/">\
        <SOAP-ENV:Header><edXML:MessageHeader>\(header(prefix: "edXML:"))</edXML:MessageHeader>\(traces)<Signature/>\
        </SOAP-ENV:Header><SOAP-ENV:Body><edXML:Manifest/></SOAP-ENV:Body></SOAP-ENV:Envelope>
        """

    /// Variant C.
    static let flat = "<EdXMLEnvelope xmlns=\"http://www.go.vn/eDoc\">\(header())\(traces)</EdXMLEnvelope>"

    static let status = """
        <edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope><edXML:edXMLHeader><Status>\
        <ResponseFor><OrganId>000.00.18.G12</OrganId><Code>62/CHQ-CNTT</Code><PromulgationDate>2025/03/12</PromulgationDate>\
        <DocumentId>00012-2025</DocumentId></ResponseFor><From><OrganId>000.00.19.G12</OrganId></From>\
        <StatusCode>03</StatusCode><Description>Đã nhận</Description><Timestamp>2025/03/14 10:31:00</Timestamp>\
        </Status></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
        """

    static let received = EPaymentSamples.time("2025-03-14T11:00:00+07:00")

    static func decode(_ text: String) throws(AdapterError) -> DecodedMessage {
        try EDocCodec().decode(Array(text.utf8), received: received)
    }
}

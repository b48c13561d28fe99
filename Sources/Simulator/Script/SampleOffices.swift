/// Offices of the shipped sample catalogs (`deploy/samples/night`): their codes and names before and after 15 March 2025.
public enum SampleOffices {
    public static let all: [Office] = rows.map { row in
        Office(
            code: row[0], shortName: row[1], name: row[2],
            successor: Office.Successor(code: row[3], shortName: row[4], name: row[5]))
    }

    /// Code, short name, name; the same of the office that has its work afterwards. Offices whose work is split have no
    /// single successor and are left out.
    private static let rows: [[String]] = [
        ["01AB", "BACHANOI", "Chi cục Hải quan Bắc Hà Nội", "01AB", "HQBACHANOI", "Hải quan Bắc Hà Nội"],
        ["01B1", "CKSBNOIBAI", "Chi cục Hải quan cửa khẩu sân bay quốc tế Nội Bài", "01B1", "HQNOIBAI", "Hải quan cửa khẩu sân bay quốc tế Nội Bài"],
        ["01B2", "NOIBAINK", "Đội thủ tục hàng nhập khẩu Nội Bài", "01B1", "HQNOIBAI", "Hải quan cửa khẩu sân bay quốc tế Nội Bài"],
        ["01B5", "NOIBAIXK", "Đội thủ tục hàng xuất khẩu Nội Bài", "01B1", "HQNOIBAI", "Hải quan cửa khẩu sân bay quốc tế Nội Bài"],
        ["01B6", "NOIBAICPN", "Đội thủ tục hàng chuyển phát nhanh Nội Bài", "01B1", "HQNOIBAI", "Hải quan cửa khẩu sân bay quốc tế Nội Bài"],
        ["01BT", "CCYENBAI", "Chi cục Hải quan Yên Bái", "13BT", "HQYENBAI", "Hải quan Yên Bái"],
        ["01D1", "BUUDIENHN", "Chi cục Hải quan Bưu điện Hà Nội", "01D1", "HQBUUDIEN", "Hải quan Bưu điện Hà Nội"],
        ["02CI", "CSGKV1", "Chi cục Hải quan cửa khẩu cảng Sài Gòn khu vực 1", "02CI", "HQSGKV1", "Hải quan cửa khẩu cảng Sài Gòn khu vực 1"],
        ["02H1", "CSGKV3", "Chi cục Hải quan cửa khẩu cảng Sài Gòn khu vực 3", "02H1", "HQSGKV3", "Hải quan cửa khẩu cảng Sài Gòn khu vực 3"],
        ["02PJ", "KCXTTHUAN", "Chi cục Hải quan khu chế xuất Tân Thuận", "02PJ", "HQTTTHUAN", "Hải quan khu chế xuất Tân Thuận"],
        ["02XE", "DOITTHUAN", "Đội nghiệp vụ Tân Thuận", "02PJ", "HQTTTHUAN", "Hải quan khu chế xuất Tân Thuận"],
        ["03CD", "CCTHAIBINH", "Chi cục Hải quan Thái Bình", "28CD", "HQTHAIBINH", "Hải quan Thái Bình"],
        ["03EE", "CANGDINHVU", "Chi cục Hải quan cửa khẩu cảng Đình Vũ", "03EE", "HQDINHVU", "Hải quan cửa khẩu cảng Đình Vũ"],
        ["03PL", "CCHUNGYEN", "Chi cục Hải quan Hưng Yên", "28PL", "HQHUNGYEN", "Hải quan Hưng Yên"],
        ["11G1", "DOILYVAN", "Đội nghiệp vụ Lý Vạn", "11G2", "HQLYVAN", "Hải quan cửa khẩu Lý Vạn"],
        ["11G2", "CKLYVAN", "Chi cục Hải quan cửa khẩu Lý Vạn", "11G2", "HQLYVAN", "Hải quan cửa khẩu Lý Vạn"],
        ["11PK", "CCBACKAN", "Chi cục Hải quan Bắc Kạn", "18PK", "HQBACKAN", "Hải quan Bắc Kạn"],
        ["12BE", "CKLONGSAP", "Chi cục Hải quan cửa khẩu Lóng Sập", "27BE", "HQLONGSAP", "Hải quan cửa khẩu quốc tế Lóng Sập"],
        ["12BI", "CCSONLA", "Chi cục Hải quan Sơn La", "27BI", "HQSONLA", "Hải quan Sơn La"],
        ["12F1", "SONLADOI1", "Đội nghiệp vụ số 1 Sơn La", "27BI", "HQSONLA", "Hải quan Sơn La"],
        ["12F2", "SONLADOI2", "Đội nghiệp vụ số 2 Sơn La", "27BI", "HQSONLA", "Hải quan Sơn La"],
        ["18A1", "CCBACNINH", "Chi cục Hải quan Bắc Ninh", "18A1", "HQBACNINH", "Hải quan Bắc Ninh"],
        ["33CC", "DOICHANMAY", "Đội nghiệp vụ cảng Chân Mây", "33CF", "CKCCHANMAY", "Hải quan cửa khẩu cảng Chân Mây"],
        ["33CF", "CHANMAY", "Chi cục Hải quan cửa khẩu cảng Chân Mây", "33CF", "CKCCHANMAY", "Hải quan cửa khẩu cảng Chân Mây"],
        ["38BC", "DOIBOY", "Đội nghiệp vụ cửa khẩu Bờ Y", "34PD", "HQCKQTBOY", "Hải quan cửa khẩu quốc tế Bờ Y"],
        ["38PD", "CKQTBOY", "Chi cục Hải quan cửa khẩu quốc tế Bờ Y", "34PD", "HQCKQTBOY", "Hải quan cửa khẩu quốc tế Bờ Y"],
        ["47D1", "CDNAIDOI1", "Đội thủ tục số 1 cảng Đồng Nai", "47D3", "HQCKCDNA", "Hải quan cửa khẩu cảng Đồng Nai"],
        ["47D2", "CDNAIDOI2", "Đội thủ tục số 2 cảng Đồng Nai", "47D3", "HQCKCDNA", "Hải quan cửa khẩu cảng Đồng Nai"],
        ["47D3", "CANGDONGNA", "Chi cục Hải quan cửa khẩu cảng Đồng Nai", "47D3", "HQCKCDNA", "Hải quan cửa khẩu cảng Đồng Nai"],
        ["47NB", "BIENHOA", "Chi cục Hải quan Biên Hòa", "47NB", "HQBIENHOA", "Hải quan Biên Hòa"],
        ["47NM", "BINHTHUAN", "Chi cục Hải quan Bình Thuận", "41NM", "BTHUANDN", "Hải quan cửa khẩu cảng Bình Thuận"],
        ["48BG", "BENTRE", "Chi cục Hải quan Bến Tre", "54BG", "BENTRELA", "Hải quan Bến Tre"],
    ]
}

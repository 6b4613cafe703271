framework "soc2" {
  title = {
    en = "SOC 2 (Trust Services Criteria)"
    ja = "SOC 2 (Trust サービス規準)"
  }

  requirement "cc_1_3" {
    title = {
      en = "Structure, authority and responsibility"
      ja = "体制、権限、責任"
    }
  }

  requirement "cc_2_1" {
    title = {
      en = "Good information for internal control"
      ja = "内部統制に使う情報の質"
    }
  }

  requirement "cc_3_1" {
    title = {
      en = "Clear objectives"
      ja = "明確な目標"
    }
  }

  requirement "cc_3_2" {
    title = {
      en = "Risks are found and analysed"
      ja = "リスクの識別と分析"
    }
  }

  requirement "cc_3_4" {
    title = {
      en = "Changes that matter are recognised"
      ja = "影響のある変化の把握"
    }
  }

  requirement "cc_4_2" {
    title = {
      en = "Deficiencies are reported and mended"
      ja = "不備の報告と是正"
    }
  }

  requirement "cc_6_2" {
    title = {
      en = "Users are registered and removed"
      ja = "利用者の登録と削除"
    }
  }

  requirement "cc_6_3" {
    title = {
      en = "Access follows roles and least privilege"
      ja = "役割と最小権限に基づくアクセス"
    }
  }

  requirement "cc_6_6" {
    title = {
      en = "Protection from outside the boundary"
      ja = "境界外からの脅威への防御"
    }
  }

  requirement "cc_6_7" {
    title = {
      en = "Movement of information is protected"
      ja = "情報の転送と持ち出しの保護"
    }
  }

  requirement "cc_6_8" {
    title = {
      en = "Unauthorised software is prevented"
      ja = "不正なソフトウェアの防止"
    }
  }

  requirement "cc_7_1" {
    title = {
      en = "Vulnerabilities and changes are detected"
      ja = "脆弱性と構成変更の検出"
    }
  }

  requirement "cc_7_2" {
    title = {
      en = "Anomalies are monitored"
      ja = "異常の監視"
    }
  }

  requirement "cc_7_3" {
    title = {
      en = "Events are evaluated"
      ja = "セキュリティ事象の評価"
    }
  }

  requirement "cc_7_4" {
    title = {
      en = "Incidents are answered"
      ja = "インシデントへの対応"
    }
  }

  requirement "cc_7_5" {
    title = {
      en = "Recovery from incidents"
      ja = "インシデントからの復旧"
    }
  }

  requirement "cc_8_1" {
    title = {
      en = "Changes are authorised, tested and approved"
      ja = "変更の承認とテスト"
    }
  }

  requirement "cc_a_1_1" {
    title = {
      en = "Capacity is watched"
      ja = "処理能力の監視"
    }
  }

  requirement "cc_c_1_1" {
    title = {
      en = "Confidential information is identified and kept"
      ja = "機密情報の識別と保持"
    }
  }

  requirement "cc_c_1_2" {
    title = {
      en = "Confidential information is disposed of"
      ja = "機密情報の廃棄"
    }
  }

  requirement "pi_1_2" {
    title = {
      en = "Inputs are controlled"
      ja = "入力の統制"
    }
  }

  requirement "pi_1_3" {
    title = {
      en = "Processing is controlled"
      ja = "処理の統制"
    }
  }

  requirement "pi_1_4" {
    title = {
      en = "Outputs are controlled"
      ja = "出力の統制"
    }
  }

  requirement "pi_1_5" {
    title = {
      en = "Stored data is complete and protected"
      ja = "保存データの統制"
    }
  }
}

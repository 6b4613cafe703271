framework "iso-27001-2022" {
  title = {
    en = "ISO/IEC 27001:2022, Annex A"
    ja = "ISO/IEC 27001:2022 附属書 A"
  }

  requirement "A.5.5" {
    title = {
      en = "Contacts with authorities"
      ja = "関係当局との連絡"
    }
  }

  requirement "A.5.13" {
    title = {
      en = "Information carries labels"
      ja = "情報にラベルを付ける"
    }
  }

  requirement "A.5.15" {
    title = {
      en = "Rules for access"
      ja = "アクセスの規則"
    }
  }

  requirement "A.5.16" {
    title = {
      en = "Identities have a life cycle"
      ja = "ID のライフサイクル管理"
    }
  }

  requirement "A.5.17" {
    title = {
      en = "Credentials are handled safely"
      ja = "認証情報の取り扱い"
    }
  }

  requirement "A.5.18" {
    title = {
      en = "Access rights are given, reviewed and withdrawn"
      ja = "アクセス権の付与、見直し、取り消し"
    }
  }

  requirement "A.5.19" {
    title = {
      en = "Suppliers and their risks"
      ja = "供給者に関するリスク"
    }
  }

  requirement "A.5.21" {
    title = {
      en = "The supply chain of technology"
      ja = "ICT サプライチェーンの管理"
    }
  }

  requirement "A.5.22" {
    title = {
      en = "Suppliers' services and changes are watched"
      ja = "供給者のサービスと変更の監視"
    }
  }

  requirement "A.5.25" {
    title = {
      en = "Events are judged"
      ja = "セキュリティ事象の評価"
    }
  }

  requirement "A.5.26" {
    title = {
      en = "Incidents are answered"
      ja = "インシデントへの対応"
    }
  }

  requirement "A.5.28" {
    title = {
      en = "Evidence is collected"
      ja = "証拠の収集"
    }
  }

  requirement "A.5.29" {
    title = {
      en = "Security holds during disruption"
      ja = "障害発生時のセキュリティの維持"
    }
  }

  requirement "A.8.1" {
    title = {
      en = "End points are protected"
      ja = "エンドポイントの保護"
    }
  }

  requirement "A.8.2" {
    title = {
      en = "Privileged rights are limited"
      ja = "特権の制限"
    }
  }

  requirement "A.8.3" {
    title = {
      en = "Access to information is restricted"
      ja = "情報へのアクセスの制限"
    }
  }

  requirement "A.8.5" {
    title = {
      en = "Sign-in is secure"
      ja = "安全な認証"
    }
  }

  requirement "A.8.7" {
    title = {
      en = "Protection from malware"
      ja = "マルウェア対策"
    }
  }

  requirement "A.8.9" {
    title = {
      en = "Configurations are managed"
      ja = "構成の管理"
    }
  }

  requirement "A.8.10" {
    title = {
      en = "Information is deleted when no longer needed"
      ja = "不要になった情報の削除"
    }
  }

  requirement "A.8.11" {
    title = {
      en = "Data is masked"
      ja = "データのマスキング"
    }
  }

  requirement "A.8.12" {
    title = {
      en = "Leaks of data are prevented"
      ja = "データ漏えいの防止"
    }
  }

  requirement "A.8.14" {
    title = {
      en = "Processing is redundant"
      ja = "冗長化"
    }
  }

  requirement "A.8.15" {
    title = {
      en = "Logs are kept"
      ja = "ログの取得"
    }
  }

  requirement "A.8.16" {
    title = {
      en = "Behaviour is monitored"
      ja = "監視"
    }
  }

  requirement "A.8.20" {
    title = {
      en = "Networks are secure"
      ja = "ネットワークの保護"
    }
  }

  requirement "A.8.21" {
    title = {
      en = "Network services are secure"
      ja = "ネットワークサービスの保護"
    }
  }

  requirement "A.8.22" {
    title = {
      en = "Networks are separated"
      ja = "ネットワークの分離"
    }
  }

  requirement "A.8.23" {
    title = {
      en = "Access to web sites is filtered"
      ja = "Web フィルタリング"
    }
  }

  requirement "A.8.24" {
    title = {
      en = "Use of cryptography"
      ja = "暗号の利用"
    }
  }

  requirement "A.8.27" {
    title = {
      en = "Architecture follows security principles"
      ja = "安全な設計の原則"
    }
  }
}

# The requirement ids are those of the derived mappings: category and number, of which some stem from the previous version.
framework "nist-csf-2.0" {
  title = {
    en = "NIST Cybersecurity Framework 2.0"
    ja = "NIST サイバーセキュリティフレームワーク 2.0"
  }

  requirement "ac_1" {
    title = {
      en = "Identities and credentials are managed"
      ja = "ID と認証情報を管理する"
    }
  }

  requirement "ac_3" {
    title = {
      en = "Remote access is managed"
      ja = "リモートアクセスを管理する"
    }
  }

  requirement "ac_4" {
    title = {
      en = "Permissions follow least privilege"
      ja = "最小権限で許可する"
    }
  }

  requirement "ac_5" {
    title = {
      en = "Networks are protected and separated"
      ja = "ネットワークを保護し分離する"
    }
  }

  requirement "ac_6" {
    title = {
      en = "Identities are verified and bound"
      ja = "ID を確認し紐付ける"
    }
  }

  requirement "ac_7" {
    title = {
      en = "Sign-in is as strong as the risk demands"
      ja = "リスクに応じて認証する"
    }
  }

  requirement "ae_1" {
    title = {
      en = "The usual state of the network is known"
      ja = "通常時の通信を把握する"
    }
  }

  requirement "ae_3" {
    title = {
      en = "Events are collected and correlated"
      ja = "イベントを集めて関連付ける"
    }
  }

  requirement "be_5" {
    title = {
      en = "Resilience needs are set"
      ja = "回復力の要件を定める"
    }
  }

  requirement "cm_1" {
    title = {
      en = "Networks are monitored"
      ja = "ネットワークを監視する"
    }
  }

  requirement "cm_3" {
    title = {
      en = "Activity of people is monitored"
      ja = "利用者の活動を監視する"
    }
  }

  requirement "cm_4" {
    title = {
      en = "Malicious code is detected"
      ja = "悪意のあるコードを検知する"
    }
  }

  requirement "cm_7" {
    title = {
      en = "Unauthorised access and software are detected"
      ja = "不正なアクセスとソフトウェアを検知する"
    }
  }

  requirement "ds_1" {
    title = {
      en = "Stored data is protected"
      ja = "保存データを保護する"
    }
  }

  requirement "ds_2" {
    title = {
      en = "Transmitted data is protected"
      ja = "転送データを保護する"
    }
  }

  requirement "ds_3" {
    title = {
      en = "Assets are managed until disposal"
      ja = "資産を廃棄まで管理する"
    }
  }

  requirement "ds_4" {
    title = {
      en = "Capacity suffices for availability"
      ja = "可用性に必要な容量を確保する"
    }
  }

  requirement "ds_5" {
    title = {
      en = "Leaks are prevented"
      ja = "データの漏えいを防ぐ"
    }
  }

  requirement "ds_6" {
    title = {
      en = "Integrity is checked"
      ja = "完全性を検査する"
    }
  }

  requirement "ip_1" {
    title = {
      en = "A baseline configuration exists"
      ja = "構成のベースラインを定める"
    }
  }

  requirement "ip_2" {
    title = {
      en = "Development follows a life cycle"
      ja = "開発ライフサイクルを管理する"
    }
  }

  requirement "ip_4" {
    title = {
      en = "Backups are made and tested"
      ja = "バックアップを取得し検証する"
    }
  }

  requirement "ip_7" {
    title = {
      en = "Protection is improved"
      ja = "保護のプロセスを改善する"
    }
  }

  requirement "ip_8" {
    title = {
      en = "Effectiveness is shared"
      ja = "対策の有効性を共有する"
    }
  }

  requirement "ip_12" {
    title = {
      en = "Vulnerabilities are managed by plan"
      ja = "脆弱性を計画的に管理する"
    }
  }

  requirement "ov_3" {
    title = {
      en = "Performance of risk management is reviewed"
      ja = "リスク管理の成果を評価する"
    }
  }

  requirement "po_1" {
    title = {
      en = "A policy exists and is enforced"
      ja = "方針を定め、徹底する"
    }
  }

  requirement "po_3" {
    title = {
      en = "Duties by law are managed"
      ja = "法令上の義務を管理する"
    }
  }

  requirement "po_4" {
    title = {
      en = "Governance covers the risks"
      ja = "ガバナンスの対象にリスクを含める"
    }
  }

  requirement "po_5" {
    title = {
      en = "Policy is reviewed"
      ja = "方針を見直す"
    }
  }

  requirement "pt_1" {
    title = {
      en = "Logs are defined, kept and reviewed"
      ja = "ログを定め、取得し、確認する"
    }
  }

  requirement "pt_4" {
    title = {
      en = "Communication networks are protected"
      ja = "通信ネットワークを保護する"
    }
  }

  requirement "pt_5" {
    title = {
      en = "Systems stay available under stress"
      ja = "負荷や障害に耐える"
    }
  }

  requirement "ra_1" {
    title = {
      en = "Vulnerabilities are known"
      ja = "脆弱性を把握する"
    }
  }

  requirement "ra_5" {
    title = {
      en = "Threats and impacts give the risk"
      ja = "脅威と影響からリスクを求める"
    }
  }

  requirement "rc_rp_1" {
    title = {
      en = "The recovery plan is carried out"
      ja = "復旧計画を実行する"
    }
  }

  requirement "rm_1" {
    title = {
      en = "Risk management is agreed"
      ja = "リスク管理の進め方を合意する"
    }
  }

  requirement "rr_1" {
    title = {
      en = "Leadership is accountable"
      ja = "経営層が責任を負う"
    }
  }

  requirement "rr_2" {
    title = {
      en = "Roles and duties are assigned"
      ja = "役割と責任を割り当てる"
    }
  }

  requirement "sc_1" {
    title = {
      en = "A program for supply chain risks exists"
      ja = "サプライチェーンのリスク管理を定める"
    }
  }

  requirement "sc_3" {
    title = {
      en = "Supply chain risks are part of risk management"
      ja = "サプライチェーンのリスクを全体の管理に含める"
    }
  }
}

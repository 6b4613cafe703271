framework "pci-dss-3.2.1" {
  title = {
    en = "PCI DSS 3.2.1"
    ja = "PCI DSS 3.2.1"
  }

  requirement "1.2.1" {
    title = {
      en = "Traffic is limited to what card data systems need"
      ja = "カード会員データ環境の通信を必要なものに限る"
    }
  }

  requirement "1.3.1" {
    title = {
      en = "The DMZ admits only published services"
      ja = "DMZ で公開サービスだけを受け付ける"
    }
  }

  requirement "1.3.2" {
    title = {
      en = "Inbound internet traffic ends in the DMZ"
      ja = "インターネットからの通信を DMZ までに限る"
    }
  }

  requirement "1.3.4" {
    title = {
      en = "Outbound traffic needs permission"
      ja = "インターネットへの通信を許可制とする"
    }
  }

  requirement "1.3.6" {
    title = {
      en = "Card data stands behind the DMZ"
      ja = "カード会員データを DMZ から分離した内部に置く"
    }
  }

  requirement "2.1" {
    title = {
      en = "Vendor defaults are changed"
      ja = "ベンダーの既定値を変更する"
    }
  }

  requirement "2.2" {
    title = {
      en = "Configuration standards exist"
      ja = "構成基準を定める"
    }
  }

  requirement "2.2.2" {
    title = {
      en = "Only needed services run"
      ja = "必要なサービスだけを動かす"
    }
  }

  requirement "2.3" {
    title = {
      en = "Administration is encrypted"
      ja = "管理者アクセスを暗号化する"
    }
  }

  requirement "2.4" {
    title = {
      en = "Components in scope are inventoried"
      ja = "対象システムの台帳を持つ"
    }
  }

  requirement "3.4" {
    title = {
      en = "Stored card numbers are unreadable"
      ja = "保存したカード番号を読めなくする"
    }
  }

  requirement "3.6.4" {
    title = {
      en = "Keys are replaced at the end of their period"
      ja = "暗号鍵を期限で交換する"
    }
  }

  requirement "4.1" {
    title = {
      en = "Card data is encrypted on open networks"
      ja = "公開ネットワーク上のカード会員データを暗号化する"
    }
  }

  requirement "6.2" {
    title = {
      en = "Security patches are installed in time"
      ja = "セキュリティパッチを期限内に適用する"
    }
  }

  requirement "7.2.1" {
    title = {
      en = "Access control covers every component"
      ja = "全構成要素でアクセスを制御する"
    }
  }

  requirement "8.1.4" {
    title = {
      en = "Idle accounts are removed within 90 days"
      ja = "90 日使われていないアカウントを削除する"
    }
  }

  requirement "8.2.1" {
    title = {
      en = "Credentials are encrypted in storage and transit"
      ja = "認証情報を保存時も転送時も暗号化する"
    }
  }

  requirement "8.2.3" {
    title = {
      en = "Passwords have length and variety"
      ja = "パスワードの長さと文字種を定める"
    }
  }

  requirement "8.2.4" {
    title = {
      en = "Passwords change every 90 days"
      ja = "パスワードを 90 日ごとに変更する"
    }
  }

  requirement "8.2.5" {
    title = {
      en = "The last four passwords cannot be used again"
      ja = "直近 4 回のパスワードを再利用させない"
    }
  }

  requirement "8.3.1" {
    title = {
      en = "Administrators sign in with several factors"
      ja = "管理者アクセスに多要素認証を求める"
    }
  }

  requirement "10.1" {
    title = {
      en = "Access can be traced to persons"
      ja = "アクセスを個人まで追跡できる"
    }
  }

  requirement "10.2.1" {
    title = {
      en = "Access to card data is logged"
      ja = "カード会員データへのアクセスを記録する"
    }
  }

  requirement "10.2.2" {
    title = {
      en = "Actions of administrators are logged"
      ja = "管理者の操作を記録する"
    }
  }

  requirement "10.2.3" {
    title = {
      en = "Access to logs is logged"
      ja = "監査ログへのアクセスを記録する"
    }
  }

  requirement "10.2.4" {
    title = {
      en = "Refused access is logged"
      ja = "拒否されたアクセスを記録する"
    }
  }

  requirement "10.2.5" {
    title = {
      en = "Changes of credentials are logged"
      ja = "認証情報の変更を記録する"
    }
  }

  requirement "10.2.6" {
    title = {
      en = "Starting and stopping of logs is logged"
      ja = "ログの開始と停止を記録する"
    }
  }

  requirement "10.2.7" {
    title = {
      en = "Creation and deletion of system objects is logged"
      ja = "システムオブジェクトの作成と削除を記録する"
    }
  }

  requirement "10.3.1" {
    title = {
      en = "Log entries name the user"
      ja = "ログに利用者を含める"
    }
  }

  requirement "10.3.2" {
    title = {
      en = "Log entries name the kind of event"
      ja = "ログにイベントの種類を含める"
    }
  }

  requirement "10.3.3" {
    title = {
      en = "Log entries hold date and time"
      ja = "ログに日時を含める"
    }
  }

  requirement "10.3.4" {
    title = {
      en = "Log entries tell success or failure"
      ja = "ログに成否を含める"
    }
  }

  requirement "10.3.5" {
    title = {
      en = "Log entries tell the origin"
      ja = "ログに発生元を含める"
    }
  }

  requirement "10.3.6" {
    title = {
      en = "Log entries name what was touched"
      ja = "ログに対象を含める"
    }
  }

  requirement "10.5.2" {
    title = {
      en = "Logs cannot be changed"
      ja = "ログを改ざんから守る"
    }
  }

  requirement "10.5.3" {
    title = {
      en = "Logs are copied to a central server soon"
      ja = "ログを速やかに集約先へ保管する"
    }
  }

  requirement "10.5.5" {
    title = {
      en = "Changes of logs are detected"
      ja = "ログの変更を検知する"
    }
  }

  requirement "11.4" {
    title = {
      en = "Intrusions are detected or prevented"
      ja = "侵入を検知または防止する"
    }
  }

  requirement "11.5" {
    title = {
      en = "Changes of critical files are detected"
      ja = "重要ファイルの変更を検知する"
    }
  }
}

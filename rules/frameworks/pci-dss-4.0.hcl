framework "pci-dss-4.0" {
  title = {
    en = "PCI DSS 4.0"
    ja = "PCI DSS 4.0"
  }

  requirement "1.2.5" {
    title = {
      en = "Allowed services, protocols and ports are known"
      ja = "許可するサービス、プロトコル、ポートを定める"
    }
  }

  requirement "1.2.8" {
    title = {
      en = "Configuration files of network controls are protected"
      ja = "ネットワーク機器の設定ファイルを保護する"
    }
  }

  requirement "1.3.1" {
    title = {
      en = "Inbound traffic to card data is limited"
      ja = "カード会員データ環境への受信を制限する"
    }
  }

  requirement "1.3.2" {
    title = {
      en = "Outbound traffic from card data is limited"
      ja = "カード会員データ環境からの送信を制限する"
    }
  }

  requirement "1.4.1" {
    title = {
      en = "Controls stand between trusted and untrusted networks"
      ja = "信頼できないネットワークとの間に制御を置く"
    }
  }

  requirement "1.4.2" {
    title = {
      en = "Traffic from untrusted networks is limited"
      ja = "信頼できないネットワークからの通信を制限する"
    }
  }

  requirement "1.4.3" {
    title = {
      en = "Forged sender addresses are blocked"
      ja = "送信元を偽った通信を遮断する"
    }
  }

  requirement "1.4.4" {
    title = {
      en = "Stored card data is not reachable from outside"
      ja = "保存したカード会員データへ外部から到達させない"
    }
  }

  requirement "1.4.5" {
    title = {
      en = "Internal addresses stay hidden"
      ja = "内部アドレスの開示を制限する"
    }
  }

  requirement "1.5.1" {
    title = {
      en = "Devices on two networks are protected"
      ja = "外部にも接続する端末を保護する"
    }
  }

  requirement "2.2.5" {
    title = {
      en = "Insecure services have extra protection"
      ja = "安全でないサービスには追加の保護を施す"
    }
  }

  requirement "2.2.7" {
    title = {
      en = "Administration is encrypted"
      ja = "管理者アクセスを暗号化する"
    }
  }

  requirement "3.2.1" {
    title = {
      en = "Stored account data is kept to a minimum"
      ja = "保存するデータを最小限にする"
    }
  }

  requirement "3.3.1.1" {
    title = {
      en = "Track data is not kept after authorisation"
      ja = "承認後にトラックデータを残さない"
    }
  }

  requirement "3.3.1.3" {
    title = {
      en = "PINs are not kept after authorisation"
      ja = "承認後に PIN を残さない"
    }
  }

  requirement "3.3.2" {
    title = {
      en = "Sensitive data kept before authorisation is encrypted"
      ja = "承認前に保持する機密認証データを暗号化する"
    }
  }

  requirement "3.3.3" {
    title = {
      en = "Issuers protect sensitive data that they keep"
      ja = "イシュアーが保持する機密認証データを保護する"
    }
  }

  requirement "3.5.1" {
    title = {
      en = "Stored card numbers are unreadable"
      ja = "保存したカード番号を読めなくする"
    }
  }

  requirement "3.5.1.1" {
    title = {
      en = "Hashes of card numbers are keyed"
      ja = "カード番号のハッシュに鍵を使う"
    }
  }

  requirement "3.5.1.3" {
    title = {
      en = "Disk encryption has its own access control"
      ja = "ディスク暗号化のアクセスを独立して管理する"
    }
  }

  requirement "3.6.1" {
    title = {
      en = "Keys are protected from disclosure and misuse"
      ja = "暗号鍵を漏えいと誤用から守る"
    }
  }

  requirement "3.6.1.2" {
    title = {
      en = "Keys are stored in safe forms"
      ja = "暗号鍵を安全な形で保管する"
    }
  }

  requirement "3.6.1.3" {
    title = {
      en = "Few people reach plain keys"
      ja = "平文の鍵に触れる人を最小限にする"
    }
  }

  requirement "3.6.1.4" {
    title = {
      en = "Keys are stored in few places"
      ja = "鍵の保管場所を最小限にする"
    }
  }

  requirement "3.7.1" {
    title = {
      en = "Strong keys are generated"
      ja = "強い鍵を生成する"
    }
  }

  requirement "3.7.2" {
    title = {
      en = "Keys are distributed safely"
      ja = "鍵を安全に配布する"
    }
  }

  requirement "3.7.4" {
    title = {
      en = "Keys change at the end of their period"
      ja = "期限を迎えた鍵を交換する"
    }
  }

  requirement "3.7.5" {
    title = {
      en = "Weak or exposed keys are retired"
      ja = "弱い鍵や漏れた鍵を廃止する"
    }
  }

  requirement "3.7.6" {
    title = {
      en = "Plain keys need several people"
      ja = "平文の鍵の操作を複数人で行う"
    }
  }

  requirement "3.7.7" {
    title = {
      en = "Keys cannot be substituted"
      ja = "鍵の不正な差し替えを防ぐ"
    }
  }

  requirement "4.2.1" {
    title = {
      en = "Card numbers are encrypted on open networks"
      ja = "公開ネットワーク上のカード番号を暗号化する"
    }
  }

  requirement "4.2.1.1" {
    title = {
      en = "Keys and certificates in use are inventoried"
      ja = "使用中の鍵と証明書の台帳を持つ"
    }
  }

  requirement "5.3.4" {
    title = {
      en = "Logs of malware protection are kept"
      ja = "マルウェア対策のログを保持する"
    }
  }

  requirement "6.3.3" {
    title = {
      en = "Patches are installed in time"
      ja = "パッチを期限内に適用する"
    }
  }

  requirement "6.4.1" {
    title = {
      en = "Public web applications are protected from attacks"
      ja = "公開 Web アプリケーションを攻撃から守る"
    }
  }

  requirement "6.4.2" {
    title = {
      en = "Web attacks are detected automatically"
      ja = "Web への攻撃を自動で検知し防ぐ"
    }
  }

  requirement "7.2.1" {
    title = {
      en = "An access model is defined"
      ja = "アクセスの基準を定める"
    }
  }

  requirement "7.2.2" {
    title = {
      en = "Access follows job and least privilege"
      ja = "職務と最小権限に基づいて割り当てる"
    }
  }

  requirement "7.2.3" {
    title = {
      en = "Privileges are approved"
      ja = "権限を承認する"
    }
  }

  requirement "7.2.4" {
    title = {
      en = "Accounts and privileges are reviewed"
      ja = "アカウントと権限を定期的に見直す"
    }
  }

  requirement "7.2.5" {
    title = {
      en = "System accounts have least privilege"
      ja = "システムアカウントを最小権限とする"
    }
  }

  requirement "7.2.5.1" {
    title = {
      en = "Privileges of system accounts are reviewed"
      ja = "システムアカウントの権限を見直す"
    }
  }

  requirement "7.2.6" {
    title = {
      en = "Queries on card data are limited"
      ja = "カード会員データの検索を制限する"
    }
  }

  requirement "7.3.1" {
    title = {
      en = "An access control system covers all components"
      ja = "全構成要素をアクセス制御の対象とする"
    }
  }

  requirement "7.3.2" {
    title = {
      en = "It enforces the assigned permissions"
      ja = "割り当てた権限を強制する"
    }
  }

  requirement "7.3.3" {
    title = {
      en = "It denies by default"
      ja = "既定で拒否する"
    }
  }

  requirement "8.2.1" {
    title = {
      en = "Each user has an id of their own"
      ja = "利用者ごとに固有の ID を割り当てる"
    }
  }

  requirement "8.2.2" {
    title = {
      en = "Shared ids are exceptions"
      ja = "共有 ID は例外だけとする"
    }
  }

  requirement "8.2.4" {
    title = {
      en = "Changes of ids are controlled"
      ja = "ID の追加、変更、削除を管理する"
    }
  }

  requirement "8.2.5" {
    title = {
      en = "Leavers lose access at once"
      ja = "退職者のアクセスを直ちに取り消す"
    }
  }

  requirement "8.2.6" {
    title = {
      en = "Idle accounts are disabled within 90 days"
      ja = "90 日使われていないアカウントを無効にする"
    }
  }

  requirement "8.2.7" {
    title = {
      en = "Access of third parties is limited and watched"
      ja = "第三者のアクセスを制限し監視する"
    }
  }

  requirement "8.2.8" {
    title = {
      en = "Idle sessions ask for sign-in again"
      ja = "無操作のセッションに再認証を求める"
    }
  }

  requirement "8.3.2" {
    title = {
      en = "Credentials are encrypted"
      ja = "認証情報を暗号化する"
    }
  }

  requirement "8.3.4" {
    title = {
      en = "Failed sign-ins lock the account"
      ja = "失敗が続いたらロックする"
    }
  }

  requirement "8.3.5" {
    title = {
      en = "First passwords are unique and changed"
      ja = "初期パスワードを固有にし、変更させる"
    }
  }

  requirement "8.3.6" {
    title = {
      en = "Passwords have length and variety"
      ja = "パスワードの長さと文字種を定める"
    }
  }

  requirement "8.3.7" {
    title = {
      en = "The last four passwords cannot be used again"
      ja = "直近 4 回のパスワードを再利用させない"
    }
  }

  requirement "8.3.9" {
    title = {
      en = "Passwords without a second factor change every 90 days"
      ja = "単要素のパスワードを 90 日ごとに変更する"
    }
  }

  requirement "8.3.10.1" {
    title = {
      en = "Customers' passwords are changed or judged dynamically"
      ja = "顧客のパスワードを変更させるか動的に評価する"
    }
  }

  requirement "8.3.11" {
    title = {
      en = "Tokens and keys belong to one person"
      ja = "トークンや鍵を個人に紐付ける"
    }
  }

  requirement "8.4.1" {
    title = {
      en = "Administrators sign in with several factors"
      ja = "管理者アクセスに多要素認証を求める"
    }
  }

  requirement "8.4.2" {
    title = {
      en = "All access to card data needs several factors"
      ja = "カード会員データ環境への全アクセスに多要素認証を求める"
    }
  }

  requirement "8.4.3" {
    title = {
      en = "Remote access needs several factors"
      ja = "リモートアクセスに多要素認証を求める"
    }
  }

  requirement "8.6.3" {
    title = {
      en = "Passwords of system accounts are protected"
      ja = "システムアカウントのパスワードを守る"
    }
  }

  requirement "10.2.1" {
    title = {
      en = "Audit logs are on"
      ja = "監査ログを有効にする"
    }
  }

  requirement "10.2.1.1" {
    title = {
      en = "Access to card data is logged"
      ja = "カード会員データへのアクセスを記録する"
    }
  }

  requirement "10.2.1.2" {
    title = {
      en = "Actions of administrators are logged"
      ja = "管理者の操作を記録する"
    }
  }

  requirement "10.2.1.3" {
    title = {
      en = "Access to logs is logged"
      ja = "監査ログへのアクセスを記録する"
    }
  }

  requirement "10.2.1.4" {
    title = {
      en = "Refused access is logged"
      ja = "拒否されたアクセスを記録する"
    }
  }

  requirement "10.2.1.5" {
    title = {
      en = "Changes of credentials are logged"
      ja = "認証情報の変更を記録する"
    }
  }

  requirement "10.2.1.6" {
    title = {
      en = "Starting and stopping of logs is logged"
      ja = "ログの開始と停止を記録する"
    }
  }

  requirement "10.2.1.7" {
    title = {
      en = "Creation and deletion of system objects is logged"
      ja = "システムオブジェクトの作成と削除を記録する"
    }
  }

  requirement "10.2.2" {
    title = {
      en = "Log entries are complete"
      ja = "ログに必要な項目を含める"
    }
  }

  requirement "10.3.1" {
    title = {
      en = "Few people read logs"
      ja = "ログの閲覧者を限る"
    }
  }

  requirement "10.3.2" {
    title = {
      en = "Logs cannot be changed"
      ja = "ログを改ざんから守る"
    }
  }

  requirement "10.3.3" {
    title = {
      en = "Logs are copied to a central server soon"
      ja = "ログを速やかに集約先へ保管する"
    }
  }

  requirement "10.3.4" {
    title = {
      en = "Changes of logs are detected"
      ja = "ログの変更を検知する"
    }
  }

  requirement "10.4.1.1" {
    title = {
      en = "Log review is automated"
      ja = "ログの確認を自動化する"
    }
  }

  requirement "10.5.1" {
    title = {
      en = "Logs are kept for a year"
      ja = "ログを 1 年間保持する"
    }
  }

  requirement "10.6.3" {
    title = {
      en = "Time settings are protected"
      ja = "時刻の設定を保護する"
    }
  }

  requirement "11.3.1" {
    title = {
      en = "Internal scans run every quarter"
      ja = "内部の脆弱性スキャンを四半期ごとに行う"
    }
  }

  requirement "11.3.1.1" {
    title = {
      en = "Lesser vulnerabilities are mended by risk"
      ja = "その他の脆弱性もリスクに応じて修正する"
    }
  }

  requirement "11.3.1.2" {
    title = {
      en = "Internal scans sign in"
      ja = "内部スキャンを認証付きで行う"
    }
  }

  requirement "11.3.1.3" {
    title = {
      en = "Scans follow great changes"
      ja = "大きな変更の後にスキャンする"
    }
  }

  requirement "11.5.1" {
    title = {
      en = "Intrusions are detected or prevented"
      ja = "侵入を検知または防止する"
    }
  }

  requirement "11.5.1.1" {
    title = {
      en = "Hidden malware traffic is detected"
      ja = "マルウェアの隠れた通信を検知する"
    }
  }

  requirement "11.5.2" {
    title = {
      en = "Changes of critical files are detected"
      ja = "重要ファイルの変更を検知する"
    }
  }

  requirement "11.6.1" {
    title = {
      en = "Changes of payment pages are detected"
      ja = "決済ページの改ざんを検知する"
    }
  }

  requirement "12.10.5" {
    title = {
      en = "Responders watch the alerts"
      ja = "アラートを監視し対応する"
    }
  }

  requirement "A1.1.2" {
    title = {
      en = "Customers of a provider reach only their own data"
      ja = "顧客は自身のデータにだけアクセスできる"
    }
  }

  requirement "A1.1.3" {
    title = {
      en = "Customers use only the resources assigned"
      ja = "顧客は割り当てられたリソースだけを使う"
    }
  }

  requirement "A1.2.1" {
    title = {
      en = "Each customer has logs"
      ja = "顧客ごとにログを提供する"
    }
  }

  requirement "A1.2.3" {
    title = {
      en = "Customers can report incidents"
      ja = "顧客がインシデントを報告できる"
    }
  }

  requirement "A3.2.5.1" {
    title = {
      en = "Searches for card data are effective"
      ja = "カード番号の探索手法が有効である"
    }
  }

  requirement "A3.3.1" {
    title = {
      en = "Failures of controls are detected at once"
      ja = "重要な統制の障害を直ちに検知する"
    }
  }

  requirement "A3.4.1" {
    title = {
      en = "Accounts and privileges are reviewed twice a year"
      ja = "アカウントと権限を半年ごとに見直す"
    }
  }

  requirement "A3.5.1" {
    title = {
      en = "Patterns of attack are recognised"
      ja = "攻撃の兆候を識別する"
    }
  }
}

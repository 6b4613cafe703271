framework "aws-well-architected-security" {
  title = {
    en = "AWS Well-Architected Framework, security pillar"
    ja = "AWS Well-Architected フレームワーク セキュリティの柱"
  }

  requirement "SEC01-BP01" {
    title = {
      en = "Workloads are separated by account"
      ja = "ワークロードをアカウントで分離する"
    }
  }

  requirement "SEC01-BP02" {
    title = {
      en = "The root user and the account's properties are protected"
      ja = "ルートユーザーとアカウントのプロパティを保護する"
    }
  }

  requirement "SEC01-BP03" {
    title = {
      en = "Control objectives are known and checked"
      ja = "管理目標を定め、検証する"
    }
  }

  requirement "SEC01-BP04" {
    title = {
      en = "Threats and recommendations are followed"
      ja = "脅威と推奨事項の最新情報を追う"
    }
  }

  requirement "SEC01-BP05" {
    title = {
      en = "The scope of own security work is kept small"
      ja = "自社で担うセキュリティ管理の範囲を減らす"
    }
  }

  requirement "SEC01-BP06" {
    title = {
      en = "Standard security controls are deployed automatically"
      ja = "標準的なセキュリティ統制を自動でデプロイする"
    }
  }

  requirement "SEC01-BP07" {
    title = {
      en = "Threats are modelled and mitigations ranked"
      ja = "脅威モデルを作り、対策に優先順位を付ける"
    }
  }

  requirement "SEC01-BP08" {
    title = {
      en = "New security services and features are evaluated"
      ja = "新しいセキュリティサービスと機能を評価し採り入れる"
    }
  }

  requirement "SEC02-BP01" {
    title = {
      en = "Sign-in is strong"
      ja = "強力なサインインの仕組みを使う"
    }
  }

  requirement "SEC02-BP02" {
    title = {
      en = "Credentials are temporary"
      ja = "一時的な認証情報を使う"
    }
  }

  requirement "SEC02-BP03" {
    title = {
      en = "Secrets are stored and used safely"
      ja = "シークレットを安全に保管し利用する"
    }
  }

  requirement "SEC02-BP04" {
    title = {
      en = "Identities come from one provider"
      ja = "ID プロバイダーを一元化する"
    }
  }

  requirement "SEC02-BP05" {
    title = {
      en = "Credentials are audited and rotated"
      ja = "認証情報を定期的に監査し、ローテーションする"
    }
  }

  requirement "SEC02-BP06" {
    title = {
      en = "Users are organised in groups and by attributes"
      ja = "ユーザーをグループと属性で管理する"
    }
  }

  requirement "SEC03-BP01" {
    title = {
      en = "It is defined who may access what"
      ja = "アクセス要件を定義する"
    }
  }

  requirement "SEC03-BP02" {
    title = {
      en = "Access follows least privilege"
      ja = "最小権限でアクセスを許可する"
    }
  }

  requirement "SEC03-BP03" {
    title = {
      en = "Emergency access is prepared"
      ja = "緊急時のアクセス手順を用意する"
    }
  }

  requirement "SEC03-BP04" {
    title = {
      en = "Permissions are reduced continuously"
      ja = "権限を継続的に減らす"
    }
  }

  requirement "SEC03-BP05" {
    title = {
      en = "Guardrails hold for the whole organization"
      ja = "組織全体にガードレールを設ける"
    }
  }

  requirement "SEC03-BP06" {
    title = {
      en = "Access follows the lifecycle of people and systems"
      ja = "ライフサイクルに合わせてアクセスを管理する"
    }
  }

  requirement "SEC03-BP07" {
    title = {
      en = "Public and cross-account access is watched"
      ja = "パブリックアクセスとクロスアカウントアクセスを分析する"
    }
  }

  requirement "SEC03-BP08" {
    title = {
      en = "Resources are shared safely inside the organization"
      ja = "組織内で安全にリソースを共有する"
    }
  }

  requirement "SEC03-BP09" {
    title = {
      en = "Resources are shared safely with third parties"
      ja = "第三者と安全にリソースを共有する"
    }
  }

  requirement "SEC04-BP01" {
    title = {
      en = "Services and applications write logs"
      ja = "サービスとアプリケーションのログを取得する"
    }
  }

  requirement "SEC04-BP02" {
    title = {
      en = "Logs, findings and metrics are collected in standard places"
      ja = "ログ、検出結果、メトリクスを決まった場所に集約する"
    }
  }

  requirement "SEC04-BP03" {
    title = {
      en = "Alerts are correlated and enriched"
      ja = "アラートを関連付け、情報を補う"
    }
  }

  requirement "SEC04-BP04" {
    title = {
      en = "Remediation of non-compliant resources is started"
      ja = "非準拠リソースの修復を開始する"
    }
  }

  requirement "SEC05-BP01" {
    title = {
      en = "Networks have layers"
      ja = "ネットワークを階層に分ける"
    }
  }

  requirement "SEC05-BP02" {
    title = {
      en = "Traffic is controlled inside each layer"
      ja = "階層ごとに通信の流れを制御する"
    }
  }

  requirement "SEC05-BP03" {
    title = {
      en = "Traffic is inspected"
      ja = "通信を検査して防御する"
    }
  }

  requirement "SEC05-BP04" {
    title = {
      en = "Network protection is automated"
      ja = "ネットワークの保護を自動化する"
    }
  }

  requirement "SEC06-BP01" {
    title = {
      en = "Vulnerabilities are managed"
      ja = "脆弱性を管理する"
    }
  }

  requirement "SEC06-BP02" {
    title = {
      en = "Compute starts from hardened images with a small attack surface"
      ja = "堅牢化したイメージを使い、攻撃対象領域を減らす"
    }
  }

  requirement "SEC06-BP03" {
    title = {
      en = "Manual and interactive administration is reduced"
      ja = "手動管理と対話的アクセスを減らす"
    }
  }

  requirement "SEC06-BP04" {
    title = {
      en = "The integrity of software is validated"
      ja = "ソフトウェアの完全性を検証する"
    }
  }

  requirement "SEC06-BP05" {
    title = {
      en = "Compute protection is automated"
      ja = "コンピューティングの保護を自動化する"
    }
  }

  requirement "SEC06-BP06" {
    title = {
      en = "Software integrity (number of an earlier edition)"
      ja = "ソフトウェアの完全性 (旧版の番号)"
    }
  }

  requirement "SEC07-BP01" {
    title = {
      en = "The classification scheme for data is understood"
      ja = "データの分類体系を理解する"
    }
  }

  requirement "SEC07-BP02" {
    title = {
      en = "Data is protected according to its sensitivity"
      ja = "機密度に応じてデータを保護する"
    }
  }

  requirement "SEC07-BP03" {
    title = {
      en = "Identification and classification are automated"
      ja = "データの識別と分類を自動化する"
    }
  }

  requirement "SEC07-BP04" {
    title = {
      en = "The lifecycle of data is defined and scalable"
      ja = "データのライフサイクルを定義する"
    }
  }

  requirement "SEC08-BP01" {
    title = {
      en = "Keys are managed safely"
      ja = "鍵を安全に管理する"
    }
  }

  requirement "SEC08-BP02" {
    title = {
      en = "Data at rest is encrypted everywhere"
      ja = "保存データの暗号化を徹底する"
    }
  }

  requirement "SEC08-BP03" {
    title = {
      en = "Protection of data at rest is automated"
      ja = "保存データの保護を自動化する"
    }
  }

  requirement "SEC08-BP04" {
    title = {
      en = "Access to data at rest is controlled"
      ja = "保存データへのアクセスを制御する"
    }
  }

  requirement "SEC09-BP01" {
    title = {
      en = "Keys and certificates are managed safely"
      ja = "鍵と証明書を安全に管理する"
    }
  }

  requirement "SEC09-BP02" {
    title = {
      en = "Data in transit is encrypted everywhere"
      ja = "転送データの暗号化を徹底する"
    }
  }

  requirement "SEC09-BP03" {
    title = {
      en = "Both ends of a connection are authenticated"
      ja = "通信の両端を認証する"
    }
  }

  requirement "SEC09-BP04" {
    title = {
      en = "Network authentication (number of an earlier edition)"
      ja = "ネットワーク通信の認証 (旧版の番号)"
    }
  }

  requirement "SEC10-BP01" {
    title = {
      en = "Key people and external help are known"
      ja = "主要な担当者と外部の支援先を把握する"
    }
  }

  requirement "SEC10-BP02" {
    title = {
      en = "Incident plans exist"
      ja = "インシデント対応計画を作る"
    }
  }

  requirement "SEC10-BP03" {
    title = {
      en = "Forensics is prepared"
      ja = "フォレンジックの準備をする"
    }
  }

  requirement "SEC10-BP04" {
    title = {
      en = "Incident playbooks exist and are tested"
      ja = "インシデント対応プレイブックを作り、試す"
    }
  }

  requirement "SEC10-BP05" {
    title = {
      en = "Access for responders is set up in advance"
      ja = "対応者のアクセス権を事前に用意する"
    }
  }

  requirement "SEC10-BP06" {
    title = {
      en = "Tools for responders are deployed in advance"
      ja = "対応用のツールを事前に展開する"
    }
  }

  requirement "SEC10-BP07" {
    title = {
      en = "Incident response is rehearsed"
      ja = "インシデント対応を訓練する"
    }
  }

  requirement "SEC10-BP08" {
    title = {
      en = "Lessons of incidents are taken up"
      ja = "インシデントから学ぶ仕組みを設ける"
    }
  }

  requirement "SEC11-BP01" {
    title = {
      en = "People are trained in application security"
      ja = "アプリケーションセキュリティの教育を行う"
    }
  }

  requirement "SEC11-BP02" {
    title = {
      en = "Tests run automatically during development and release"
      ja = "開発とリリースの過程でテストを自動化する"
    }
  }

  requirement "SEC11-BP03" {
    title = {
      en = "Penetration tests are regular"
      ja = "定期的にペネトレーションテストを行う"
    }
  }

  requirement "SEC11-BP04" {
    title = {
      en = "Code is reviewed"
      ja = "コードレビューを行う"
    }
  }

  requirement "SEC11-BP05" {
    title = {
      en = "Packages and dependencies come from one service"
      ja = "パッケージと依存関係のサービスを一元化する"
    }
  }

  requirement "SEC11-BP06" {
    title = {
      en = "Software is deployed by program"
      ja = "ソフトウェアをプログラムでデプロイする"
    }
  }

  requirement "SEC11-BP07" {
    title = {
      en = "Pipelines themselves are assessed"
      ja = "パイプラインのセキュリティを定期的に評価する"
    }
  }

  requirement "SEC11-BP08" {
    title = {
      en = "Teams own the security of their workloads"
      ja = "各チームがセキュリティに責任を持つ体制を作る"
    }
  }
}

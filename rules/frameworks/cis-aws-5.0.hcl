framework "cis-aws-5.0" {
  title = {
    en = "CIS AWS Foundations Benchmark 5.0"
    ja = "CIS AWS Foundations Benchmark 5.0"
  }

  requirement "1.1" {
    title = {
      en = "The account's contact details are up to date"
      ja = "アカウントの連絡先が最新である"
    }
  }

  requirement "1.2" {
    title = {
      en = "A security contact is registered"
      ja = "セキュリティ連絡先を登録している"
    }
  }

  requirement "1.3" {
    title = {
      en = "The root user has no access key"
      ja = "ルートユーザーにアクセスキーがない"
    }
  }

  requirement "1.4" {
    title = {
      en = "The root user has MFA"
      ja = "ルートユーザーに MFA がある"
    }
  }

  requirement "1.5" {
    title = {
      en = "The root user's MFA is a hardware device"
      ja = "ルートユーザーの MFA はハードウェアデバイスである"
    }
  }

  requirement "1.6" {
    title = {
      en = "Nobody works as the root user"
      ja = "ルートユーザーを日常的に使わない"
    }
  }

  requirement "1.7" {
    title = {
      en = "Passwords have 14 characters or more"
      ja = "パスワードは 14 文字以上とする"
    }
  }

  requirement "1.8" {
    title = {
      en = "Old passwords cannot be used again"
      ja = "過去のパスワードを再利用させない"
    }
  }

  requirement "1.9" {
    title = {
      en = "Every console user signs in with MFA"
      ja = "コンソールを使う全 IAM ユーザーに MFA がある"
    }
  }

  requirement "1.10" {
    title = {
      en = "New console users do not get access keys at once"
      ja = "コンソールユーザーの作成時にアクセスキーを発行しない"
    }
  }

  requirement "1.11" {
    title = {
      en = "Credentials idle for 45 days are disabled"
      ja = "45 日使われていない認証情報を無効にする"
    }
  }

  requirement "1.12" {
    title = {
      en = "A user has at most one active access key"
      ja = "有効なアクセスキーはユーザーごとに 1 つまでとする"
    }
  }

  requirement "1.13" {
    title = {
      en = "Access keys are replaced within 90 days"
      ja = "アクセスキーを 90 日以内に交換する"
    }
  }

  requirement "1.14" {
    title = {
      en = "Users get permissions through groups only"
      ja = "IAM ユーザーの権限はグループ経由だけで与える"
    }
  }

  requirement "1.15" {
    title = {
      en = "No attached policy grants full administration"
      ja = "全権限を許可するポリシーを割り当てない"
    }
  }

  requirement "1.16" {
    title = {
      en = "A role exists for handling incidents with AWS Support"
      ja = "AWS Support とのやり取り用のロールがある"
    }
  }

  requirement "1.17" {
    title = {
      en = "Workloads on instances use IAM roles"
      ja = "インスタンスからの AWS アクセスに IAM ロールを使う"
    }
  }

  requirement "1.18" {
    title = {
      en = "Expired certificates are removed from IAM"
      ja = "IAM に期限切れの証明書を残さない"
    }
  }

  requirement "1.19" {
    title = {
      en = "IAM Access Analyzer runs in every region"
      ja = "全リージョンで IAM Access Analyzer が有効である"
    }
  }

  requirement "1.20" {
    title = {
      en = "Users are managed centrally, by federation or Organizations"
      ja = "ユーザーをフェデレーションや Organizations で一元管理する"
    }
  }

  requirement "1.21" {
    title = {
      en = "Full access to CloudShell is restricted"
      ja = "CloudShell のフルアクセスを制限する"
    }
  }

  requirement "2.1.1" {
    title = {
      en = "S3 bucket policies refuse plain HTTP"
      ja = "S3 バケットポリシーで HTTP を拒否する"
    }
  }

  requirement "2.1.2" {
    title = {
      en = "S3 buckets require MFA for deletion"
      ja = "S3 バケットの削除操作に MFA を求める"
    }
  }

  requirement "2.1.3" {
    title = {
      en = "Sensitive data in S3 is found and classified"
      ja = "S3 内の機密データを把握し分類する"
    }
  }

  requirement "2.1.4" {
    title = {
      en = "S3 buckets block public access"
      ja = "S3 のブロックパブリックアクセスが有効である"
    }
  }

  requirement "2.2.1" {
    title = {
      en = "RDS instances are encrypted at rest"
      ja = "RDS インスタンスを保存時に暗号化する"
    }
  }

  requirement "2.2.2" {
    title = {
      en = "RDS instances take minor upgrades automatically"
      ja = "RDS のマイナーバージョンを自動更新する"
    }
  }

  requirement "2.2.3" {
    title = {
      en = "RDS instances are not reachable from the internet"
      ja = "RDS インスタンスをインターネットに公開しない"
    }
  }

  requirement "2.2.4" {
    title = {
      en = "RDS instances run in more than one zone"
      ja = "RDS インスタンスをマルチ AZ で構成する"
    }
  }

  requirement "2.3.1" {
    title = {
      en = "EFS file systems are encrypted"
      ja = "EFS ファイルシステムを暗号化する"
    }
  }

  requirement "3.1" {
    title = {
      en = "CloudTrail records every region"
      ja = "CloudTrail を全リージョンで有効にする"
    }
  }

  requirement "3.2" {
    title = {
      en = "CloudTrail log files can be validated"
      ja = "CloudTrail ログの整合性検証が有効である"
    }
  }

  requirement "3.3" {
    title = {
      en = "AWS Config records in every region"
      ja = "全リージョンで AWS Config が有効である"
    }
  }

  requirement "3.4" {
    title = {
      en = "Access to the CloudTrail bucket is logged"
      ja = "CloudTrail バケットへのアクセスを記録する"
    }
  }

  requirement "3.5" {
    title = {
      en = "CloudTrail logs are encrypted with a KMS key"
      ja = "CloudTrail ログを KMS キーで暗号化する"
    }
  }

  requirement "3.6" {
    title = {
      en = "Customer managed KMS keys rotate"
      ja = "カスタマー管理の KMS キーをローテーションする"
    }
  }

  requirement "3.7" {
    title = {
      en = "Every VPC has flow logs"
      ja = "全 VPC でフローログを取得する"
    }
  }

  requirement "3.8" {
    title = {
      en = "Object-level writes to S3 are recorded"
      ja = "S3 オブジェクトの書き込みを記録する"
    }
  }

  requirement "3.9" {
    title = {
      en = "Object-level reads from S3 are recorded"
      ja = "S3 オブジェクトの読み取りを記録する"
    }
  }

  requirement "4.1" {
    title = {
      en = "Refused API calls raise an alarm"
      ja = "拒否された API 呼び出しを検知する"
    }
  }

  requirement "4.2" {
    title = {
      en = "Console sign-in without MFA raises an alarm"
      ja = "MFA なしのコンソールサインインを検知する"
    }
  }

  requirement "4.3" {
    title = {
      en = "Use of the root user raises an alarm"
      ja = "ルートユーザーの利用を検知する"
    }
  }

  requirement "4.4" {
    title = {
      en = "Changes to IAM policies raise an alarm"
      ja = "IAM ポリシーの変更を検知する"
    }
  }

  requirement "4.5" {
    title = {
      en = "Changes to CloudTrail raise an alarm"
      ja = "CloudTrail の設定変更を検知する"
    }
  }

  requirement "4.6" {
    title = {
      en = "Failed console sign-ins raise an alarm"
      ja = "コンソールのサインイン失敗を検知する"
    }
  }

  requirement "4.7" {
    title = {
      en = "Disabling or deleting KMS keys raises an alarm"
      ja = "KMS キーの無効化と削除予約を検知する"
    }
  }

  requirement "4.8" {
    title = {
      en = "Changes to bucket policies raise an alarm"
      ja = "S3 バケットポリシーの変更を検知する"
    }
  }

  requirement "4.9" {
    title = {
      en = "Changes to AWS Config raise an alarm"
      ja = "AWS Config の設定変更を検知する"
    }
  }

  requirement "4.10" {
    title = {
      en = "Changes to security groups raise an alarm"
      ja = "セキュリティグループの変更を検知する"
    }
  }

  requirement "4.11" {
    title = {
      en = "Changes to network ACLs raise an alarm"
      ja = "ネットワーク ACL の変更を検知する"
    }
  }

  requirement "4.12" {
    title = {
      en = "Changes to network gateways raise an alarm"
      ja = "ネットワークゲートウェイの変更を検知する"
    }
  }

  requirement "4.13" {
    title = {
      en = "Changes to route tables raise an alarm"
      ja = "ルートテーブルの変更を検知する"
    }
  }

  requirement "4.14" {
    title = {
      en = "Changes to VPCs raise an alarm"
      ja = "VPC の変更を検知する"
    }
  }

  requirement "4.15" {
    title = {
      en = "Changes to the organization raise an alarm"
      ja = "AWS Organizations の変更を検知する"
    }
  }

  requirement "4.16" {
    title = {
      en = "Security Hub is on"
      ja = "Security Hub が有効である"
    }
  }

  requirement "5.1.1" {
    title = {
      en = "EBS encryption is on by default in every region"
      ja = "全リージョンで EBS のデフォルト暗号化が有効である"
    }
  }

  requirement "5.1.2" {
    title = {
      en = "CIFS is open to trusted networks only"
      ja = "CIFS は信頼できるネットワークにだけ開放する"
    }
  }

  requirement "5.2" {
    title = {
      en = "Network ACLs do not open administration ports to the world"
      ja = "ネットワーク ACL で管理用ポートを全世界に開放しない"
    }
  }

  requirement "5.3" {
    title = {
      en = "Security groups do not open administration ports to all of IPv4"
      ja = "セキュリティグループで管理用ポートを IPv4 全体に開放しない"
    }
  }

  requirement "5.4" {
    title = {
      en = "Security groups do not open administration ports to all of IPv6"
      ja = "セキュリティグループで管理用ポートを IPv6 全体に開放しない"
    }
  }

  requirement "5.5" {
    title = {
      en = "The default security group lets nothing through"
      ja = "デフォルトセキュリティグループの通信を許可しない"
    }
  }

  requirement "5.6" {
    title = {
      en = "Routes over VPC peering are as narrow as needed"
      ja = "VPC ピアリングのルートを必要最小限にする"
    }
  }

  requirement "5.7" {
    title = {
      en = "Instances accept IMDSv2 only"
      ja = "インスタンスのメタデータは IMDSv2 だけを許可する"
    }
  }
}

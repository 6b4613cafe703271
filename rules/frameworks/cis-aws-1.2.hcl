framework "cis-aws-1.2" {
  title = {
    en = "CIS AWS Foundations Benchmark 1.2"
    ja = "CIS AWS Foundations Benchmark 1.2"
  }

  requirement "1.1" {
    title = {
      en = "Nobody works as the root user"
      ja = "ルートユーザーを日常的に使わない"
    }
  }

  requirement "1.2" {
    title = {
      en = "Every console user signs in with MFA"
      ja = "コンソールを使う全 IAM ユーザーに MFA がある"
    }
  }

  requirement "1.3" {
    title = {
      en = "Credentials idle for 90 days are disabled"
      ja = "90 日使われていない認証情報を無効にする"
    }
  }

  requirement "1.4" {
    title = {
      en = "Access keys are replaced within 90 days"
      ja = "アクセスキーを 90 日以内に交換する"
    }
  }

  requirement "1.5" {
    title = {
      en = "Passwords need an upper case letter"
      ja = "パスワードに英大文字を求める"
    }
  }

  requirement "1.6" {
    title = {
      en = "Passwords need a lower case letter"
      ja = "パスワードに英小文字を求める"
    }
  }

  requirement "1.7" {
    title = {
      en = "Passwords need a symbol"
      ja = "パスワードに記号を求める"
    }
  }

  requirement "1.8" {
    title = {
      en = "Passwords need a digit"
      ja = "パスワードに数字を求める"
    }
  }

  requirement "1.9" {
    title = {
      en = "Passwords have 14 characters or more"
      ja = "パスワードは 14 文字以上とする"
    }
  }

  requirement "1.10" {
    title = {
      en = "Old passwords cannot be used again"
      ja = "過去のパスワードを再利用させない"
    }
  }

  requirement "1.11" {
    title = {
      en = "Passwords expire within 90 days"
      ja = "パスワードの有効期間は 90 日以内とする"
    }
  }

  requirement "1.12" {
    title = {
      en = "The root user has no access key"
      ja = "ルートユーザーにアクセスキーがない"
    }
  }

  requirement "1.13" {
    title = {
      en = "The root user has MFA"
      ja = "ルートユーザーに MFA がある"
    }
  }

  requirement "1.14" {
    title = {
      en = "The root user's MFA is a hardware device"
      ja = "ルートユーザーの MFA はハードウェアデバイスである"
    }
  }

  requirement "1.15" {
    title = {
      en = "Security questions are registered for the account"
      ja = "アカウントに秘密の質問を登録している"
    }
  }

  requirement "1.16" {
    title = {
      en = "Users get permissions through groups only"
      ja = "IAM ユーザーの権限はグループ経由だけで与える"
    }
  }

  requirement "1.17" {
    title = {
      en = "The account's contact details are up to date"
      ja = "アカウントの連絡先が最新である"
    }
  }

  requirement "1.18" {
    title = {
      en = "A security contact is registered"
      ja = "セキュリティ連絡先を登録している"
    }
  }

  requirement "1.19" {
    title = {
      en = "Workloads on instances use IAM roles"
      ja = "インスタンスからの AWS アクセスに IAM ロールを使う"
    }
  }

  requirement "1.20" {
    title = {
      en = "A role exists for handling incidents with AWS Support"
      ja = "AWS Support とのやり取り用のロールがある"
    }
  }

  requirement "1.21" {
    title = {
      en = "New console users do not get access keys at once"
      ja = "コンソールユーザーの作成時にアクセスキーを発行しない"
    }
  }

  requirement "1.22" {
    title = {
      en = "No attached policy grants full administration"
      ja = "全権限を許可するポリシーを割り当てない"
    }
  }

  requirement "2.1" {
    title = {
      en = "CloudTrail records every region"
      ja = "CloudTrail を全リージョンで有効にする"
    }
  }

  requirement "2.2" {
    title = {
      en = "CloudTrail log files can be validated"
      ja = "CloudTrail ログの整合性検証が有効である"
    }
  }

  requirement "2.3" {
    title = {
      en = "The bucket with CloudTrail logs is private"
      ja = "CloudTrail ログのバケットを公開しない"
    }
  }

  requirement "2.4" {
    title = {
      en = "CloudTrail logs reach CloudWatch Logs"
      ja = "CloudTrail ログを CloudWatch Logs に送る"
    }
  }

  requirement "2.5" {
    title = {
      en = "AWS Config records in every region"
      ja = "全リージョンで AWS Config が有効である"
    }
  }

  requirement "2.6" {
    title = {
      en = "Access to the CloudTrail bucket is logged"
      ja = "CloudTrail バケットへのアクセスを記録する"
    }
  }

  requirement "2.7" {
    title = {
      en = "CloudTrail logs are encrypted with a KMS key"
      ja = "CloudTrail ログを KMS キーで暗号化する"
    }
  }

  requirement "2.8" {
    title = {
      en = "Customer managed KMS keys rotate"
      ja = "カスタマー管理の KMS キーをローテーションする"
    }
  }

  requirement "2.9" {
    title = {
      en = "Every VPC has flow logs"
      ja = "全 VPC でフローログを取得する"
    }
  }

  requirement "3.1" {
    title = {
      en = "Refused API calls raise an alarm"
      ja = "拒否された API 呼び出しを検知する"
    }
  }

  requirement "3.2" {
    title = {
      en = "Console sign-in without MFA raises an alarm"
      ja = "MFA なしのコンソールサインインを検知する"
    }
  }

  requirement "3.3" {
    title = {
      en = "Use of the root user raises an alarm"
      ja = "ルートユーザーの利用を検知する"
    }
  }

  requirement "3.4" {
    title = {
      en = "Changes to IAM policies raise an alarm"
      ja = "IAM ポリシーの変更を検知する"
    }
  }

  requirement "3.5" {
    title = {
      en = "Changes to CloudTrail raise an alarm"
      ja = "CloudTrail の設定変更を検知する"
    }
  }

  requirement "3.6" {
    title = {
      en = "Failed console sign-ins raise an alarm"
      ja = "コンソールのサインイン失敗を検知する"
    }
  }

  requirement "3.7" {
    title = {
      en = "Disabling or deleting KMS keys raises an alarm"
      ja = "KMS キーの無効化と削除予約を検知する"
    }
  }

  requirement "3.8" {
    title = {
      en = "Changes to bucket policies raise an alarm"
      ja = "S3 バケットポリシーの変更を検知する"
    }
  }

  requirement "3.9" {
    title = {
      en = "Changes to AWS Config raise an alarm"
      ja = "AWS Config の設定変更を検知する"
    }
  }

  requirement "3.10" {
    title = {
      en = "Changes to security groups raise an alarm"
      ja = "セキュリティグループの変更を検知する"
    }
  }

  requirement "3.11" {
    title = {
      en = "Changes to network ACLs raise an alarm"
      ja = "ネットワーク ACL の変更を検知する"
    }
  }

  requirement "3.12" {
    title = {
      en = "Changes to network gateways raise an alarm"
      ja = "ネットワークゲートウェイの変更を検知する"
    }
  }

  requirement "3.13" {
    title = {
      en = "Changes to route tables raise an alarm"
      ja = "ルートテーブルの変更を検知する"
    }
  }

  requirement "3.14" {
    title = {
      en = "Changes to VPCs raise an alarm"
      ja = "VPC の変更を検知する"
    }
  }

  requirement "4.1" {
    title = {
      en = "No security group opens port 22 to the world"
      ja = "22 番ポートを全世界に開放しない"
    }
  }

  requirement "4.2" {
    title = {
      en = "No security group opens port 3389 to the world"
      ja = "3389 番ポートを全世界に開放しない"
    }
  }

  requirement "4.3" {
    title = {
      en = "The default security group lets nothing through"
      ja = "デフォルトセキュリティグループの通信を許可しない"
    }
  }

  requirement "4.4" {
    title = {
      en = "Routes over VPC peering are as narrow as needed"
      ja = "VPC ピアリングのルートを必要最小限にする"
    }
  }
}

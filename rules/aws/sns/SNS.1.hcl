control "SNS.1" {
  slug     = "sns-topic-encrypted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "SNS topics encrypt messages with a KMS key"
    ja = "SNS トピックのメッセージが KMS キーで暗号化されている"
  }
  why = {
    en = "Messages wait on disk until they are delivered. Encrypted with a KMS key they can only be read by those who may use the key, and each use is recorded."
    ja = "メッセージは配信されるまでディスクに保存されます。KMS キーで暗号化しておけば、キーを使える主体しか読めず、使用履歴も残ります。"
  }
  decides     = "checked"
  config_rule = "sns-encrypted-kms"
  frameworks = {
    "aws-fsbp"       = ["SNS.1"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["3.5.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC08-BP04"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24", "A.8.3"]
    "soc2"                          = ["pi_1_4"]
    "nist-csf-2.0"                  = ["be_5"]
  }

  check "aws_sns_topic" {
    enforce {
      condition = is_set(attrs.kms_master_key_id)
      at        = "kms_master_key_id"
      error_message = {
        en = "the topic does not encrypt its messages with a KMS key"
        ja = "トピックのメッセージが KMS キーで暗号化されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "encrypt messages with the AWS managed key of SNS"
        ja = "SNS の AWS マネージドキーでメッセージを暗号化する"
      }
      warning = {
        en = "CloudWatch alarms, S3, EventBridge and other services cannot publish with the AWS managed key, nor can other accounts: name a customer managed key whose policy allows them instead."
        ja = "CloudWatch アラーム、S3、EventBridge などのサービスや他のアカウントは、AWS マネージドキーでは発行できません。その場合は、許可を与えたカスタマー管理キーを指定してください。"
      }
      set = { kms_master_key_id = "alias/aws/sns" }
    }
  }

  remediation {
    console = {
      en = ["Open the topic in the SNS console and choose Edit.", "Under Encryption enable encryption and choose a key.", "Save the changes."]
      ja = ["SNS コンソールでトピックを開き、「編集」を選ぶ。", "「暗号化」で暗号化を有効にし、キーを選ぶ。", "変更を保存する。"]
    }
    cli = "aws sns set-topic-attributes --topic-arn TOPIC_ARN --attribute-name KmsMasterKeyId --attribute-value alias/aws/sns"
  }

  example "fail" "left out" {
    resource "aws_sns_topic" "alerts" {
      name = "alerts"
    }
  }

  example "fixed" "left out" {
    resource "aws_sns_topic" "alerts" {
      name              = "alerts"
      kms_master_key_id = "alias/aws/sns"
    }
  }

  example "fail" "empty by a variable" {
    variable "key" {
      type    = string
      default = ""
    }

    resource "aws_sns_topic" "alerts" {
      name              = "alerts"
      kms_master_key_id = var.key
    }
  }

  example "fixed" "empty by a variable" {
    variable "key" {
      type    = string
      default = "alias/aws/sns"
    }

    resource "aws_sns_topic" "alerts" {
      name              = "alerts"
      kms_master_key_id = var.key
    }
  }

  example "pass" "a customer managed key" {
    resource "aws_kms_key" "alerts" {
      description         = "alerts"
      enable_key_rotation = true
    }

    resource "aws_sns_topic" "alerts" {
      name              = "alerts"
      kms_master_key_id = aws_kms_key.alerts.arn
    }
  }

  example "pass" "the AWS managed key" {
    resource "aws_sns_topic" "alerts" {
      name              = "alerts"
      kms_master_key_id = "alias/aws/sns"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "encrypt" {
      input = true
    }

    resource "aws_sns_topic" "alerts" {
      name              = "alerts"
      kms_master_key_id = tobool(terraform_data.encrypt.output) ? "alias/aws/sns" : null
    }
  }
}

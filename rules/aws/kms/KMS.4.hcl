control "KMS.4" {
  slug     = "kms-key-rotation"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "Customer managed KMS keys rotate automatically"
    ja = "カスタマー管理の KMS キーが自動ローテーションされる"
  }
  why = {
    en = "Rotation limits how much data one version of the key material protects, and so what its disclosure would cost. KMS keeps the old versions, so nothing has to be encrypted again."
    ja = "ローテーションにより、1 つのキーマテリアルで保護するデータ量が抑えられ、漏えいしたときの影響も限られます。古いキーマテリアルは KMS が保持するため、再暗号化は不要です。"
  }
  decides = "checked"
  notes = {
    en = "Only symmetric encryption keys with key material of KMS can rotate on their own: asymmetric keys, HMAC keys, imported material and keys of custom key stores are not judged. It also serves item 9 of AWS's Top 10 security items to improve in your AWS account (rotate keys)."
    ja = "自動ローテーションできるのは、KMS が生成したキーマテリアルを持つ対称暗号キーだけです。非対称キー、HMAC キー、インポートしたキーマテリアル、カスタムキーストアのキーは対象外です。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 9 条 (キーのローテーション) にも対応します。"
  }
  config_rule = "cmk-backing-key-rotation-enabled"
  frameworks = {
    "aws-fsbp"       = ["KMS.4"]
    "pci-dss-3.2.1"  = ["3.6.4"]
    "cis-aws-1.2"    = ["2.8"]
    "cis-aws-1.4"    = ["3.8"]
    "nist-800-53-r5" = ["SC-12", "SC-12(2)", "SC-28(3)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["3.6"]
    "cis-aws-5.0"                   = ["3.6"]
    "pci-dss-4.0"                   = ["3.7.4", "3.7.5"]
    "aws-well-architected-security" = ["SEC02-BP05"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24", "A.8.5"]
    "soc2"                          = ["pi_1_5"]
  }

  check "aws_kms_key" {
    filter = all([
      default(attrs.customer_master_key_spec, "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT",
      default(attrs.key_usage, "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT",
      !is_set(attrs.custom_key_store_id),
    ])
    enforce {
      condition = default(attrs.enable_key_rotation, false)
      at        = "enable_key_rotation"
      error_message = {
        en = "the key is not rotated"
        ja = "キーの自動ローテーションが無効になっている"
      }
    }
    fix {
      when   = possible(default(attrs.is_enabled, true))
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "rotate the key every year"
        ja = "キーを毎年自動でローテーションする"
      }
      warning = {
        en = "Each of the first two rotations adds to the monthly price of the key."
        ja = "1 回目と 2 回目のローテーションで、キーの月額料金がそれぞれ加算されます。"
      }
      set = { enable_key_rotation = true }
    }
    no_fix = {
      en = "AWS refuses rotation for a disabled key (DisabledException): enable the key and rotate it if it is still needed, else schedule its deletion"
      ja = "無効なキーのローテーションは AWS に拒否される (DisabledException)。まだ使うキーは有効にしてからローテーションを設定し、使わないキーは削除を予約する"
    }
  }

  remediation {
    console = {
      en = ["Open Customer managed keys in the KMS console and choose the key.", "On the Key rotation tab choose Edit, switch on automatic rotation and save."]
      ja = ["KMS コンソールの「カスタマー管理型のキー」でキーを開く。", "「キーローテーション」タブの「編集」で自動ローテーションを有効にして保存する。"]
    }
    cli = "aws kms enable-key-rotation --key-id KEY_ID"
  }

  example "fail" "left out" {
    resource "aws_kms_key" "data" {
      description = "data"
    }
  }

  example "fixed" "left out" {
    resource "aws_kms_key" "data" {
      description         = "data"
      enable_key_rotation = true
    }
  }

  example "fail" "switched off" {
    resource "aws_kms_key" "data" {
      description         = "data"
      enable_key_rotation = false
    }
  }

  example "fixed" "switched off" {
    resource "aws_kms_key" "data" {
      description         = "data"
      enable_key_rotation = true
    }
  }

  example "fail" "the symmetric specification is written out" {
    resource "aws_kms_key" "data" {
      description              = "data"
      customer_master_key_spec = "SYMMETRIC_DEFAULT"
      key_usage                = "ENCRYPT_DECRYPT"
    }
  }

  example "fail" "a disabled key" {
    resource "aws_kms_key" "retired" {
      is_enabled = false
    }
  }

  example "pass" "every year" {
    resource "aws_kms_key" "data" {
      description         = "data"
      enable_key_rotation = true
    }
  }

  example "pass" "every half year, beside keys that cannot rotate" {
    resource "aws_kms_key" "data" {
      description             = "data"
      enable_key_rotation     = true
      rotation_period_in_days = 180
    }

    resource "aws_kms_key" "signing" {
      description              = "signing"
      customer_master_key_spec = "RSA_4096"
      key_usage                = "SIGN_VERIFY"
    }

    resource "aws_kms_key" "envelope" {
      description              = "envelope"
      customer_master_key_spec = "RSA_4096"
    }

    resource "aws_kms_key" "hmac" {
      description              = "hmac"
      customer_master_key_spec = "HMAC_256"
      key_usage                = "GENERATE_VERIFY_MAC"
    }

    resource "aws_kms_key" "hsm" {
      description         = "hsm"
      custom_key_store_id = "cks-1234567890abcdef0"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "flag" {
      input = true
    }

    resource "aws_kms_key" "data" {
      description         = "data"
      enable_key_rotation = tobool(terraform_data.flag.output)
    }
  }
}

control "KMS.3" {
  slug     = "kms-key-not-deleted"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Data protection", "Data deletion protection"]
  title = {
    en = "KMS keys are not scheduled for deletion"
    ja = "KMS キーの削除が予定されていない"
  }
  why = {
    en = "When a KMS key is deleted, everything that was encrypted with it is lost for good: databases, volumes, backups. Destroying the resource in Terraform schedules exactly that."
    ja = "KMS キーを削除すると、そのキーで暗号化したデータベース、ボリューム、バックアップは二度と復号できません。Terraform でリソースを破棄すると、この削除が予約されます。"
  }
  decides = "partly"
  limits = {
    en = "Source alone does not tell what will be destroyed: a plan does, and it also shows the state of keys that data sources read. Keys that nothing in the run mentions are not seen; a lifecycle block with prevent_destroy, and a service control policy that denies kms:ScheduleKeyDeletion, guard those."
    ja = "何が破棄されるかはソースだけでは分からず、プランで判定します。データソースで参照したキーの状態もプランから分かります。構成に現れないキーは見えないため、lifecycle の prevent_destroy や、kms:ScheduleKeyDeletion を拒否するサービスコントロールポリシーで守ってください。"
  }
  config_rule = "kms-cmk-not-scheduled-for-deletion"
  frameworks = {
    "aws-fsbp"       = ["KMS.3"]
    "nist-800-53-r5" = ["SC-12", "SC-12(2)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"    = ["3.5.1.1", "3.5.1.3", "3.6.1", "3.6.1.2", "3.6.1.3", "3.6.1.4", "3.7.1", "3.7.2", "3.7.4", "3.7.6", "3.7.7", "4.2.1.1"]
    "iso-27001-2022" = ["A.8.11", "A.8.24"]
    "nist-csf-2.0"   = ["ds_3", "ra_1"]
  }

  check "aws_kms_key" "aws_kms_external_key" "aws_kms_replica_key" "aws_kms_replica_external_key" {
    operations = ["create", "update", "delete", "replace", "no-op"]
    enforce {
      condition = !contains(["delete", "replace"], meta.operation)
      error_message = {
        en = "the plan destroys the key, which schedules its deletion"
        ja = "このプランでキーが破棄され、削除が予約される"
      }
    }
    no_fix = {
      en = "if the key is still needed, restore its block, or drop it from the state with a removed block that sets destroy = false; if it is not, disable it first and see that nothing fails"
      ja = "キーがまだ必要であれば、ブロックを元に戻すか、removed ブロックで destroy = false を指定してステートからだけ外す。不要であれば、まず無効化して影響がないことを確かめる"
    }
  }

  check "data.aws_kms_key" {
    filter = attrs.key_state != null
    enforce {
      condition = !contains(["PendingDeletion", "PendingReplicaDeletion"], attrs.key_state)
      at        = "key_state"
      error_message = {
        en = "the key is waiting to be deleted"
        ja = "キーが削除待ちになっている"
      }
    }
    no_fix = {
      en = "the deletion was scheduled outside this code: cancel it with aws kms cancel-key-deletion, then enable the key"
      ja = "削除はこのコードの外で予約されている。aws kms cancel-key-deletion で取り消し、キーを有効化する"
    }
  }

  remediation {
    console = {
      en = ["Open Customer managed keys in the KMS console and choose the key.", "Choose Key actions, Cancel key deletion.", "Enable the key again."]
      ja = ["KMS コンソールの「カスタマー管理型のキー」でキーを選ぶ。", "「キーのアクション」→「キーの削除をキャンセル」を選ぶ。", "キーを再び有効化する。"]
    }
    cli = "aws kms cancel-key-deletion --key-id KEY_ID"
  }

  example "fail" "the block was deleted" {
    expect = { "aws_kms_key.kept" = "pass" }
    prior {
      resource "aws_kms_key" "data" {
        description = "data"
      }

      resource "aws_kms_key" "kept" {
        description = "kept"
      }
    }

    resource "aws_kms_key" "kept" {
      description = "kept"
    }
  }

  example "fail" "one key fewer" {
    expect = { "aws_kms_key.data[0]" = "pass" }
    prior {
      resource "aws_kms_key" "data" {
        count       = 2
        description = "data"
      }
    }

    resource "aws_kms_key" "data" {
      count       = 1
      description = "data"
    }
  }

  example "fail" "another kind of key" {
    prior {
      resource "aws_kms_key" "signing" {
        description              = "signing"
        key_usage                = "SIGN_VERIFY"
        customer_master_key_spec = "RSA_2048"
      }
    }

    resource "aws_kms_key" "signing" {
      description              = "signing"
      key_usage                = "SIGN_VERIFY"
      customer_master_key_spec = "RSA_4096"
    }
  }

  example "pass" "forgotten, not destroyed" {
    prior {
      resource "aws_kms_key" "data" {
        description = "data"
      }

      resource "aws_kms_key" "kept" {
        description = "kept"
      }
    }

    resource "aws_kms_key" "kept" {
      description = "kept"
    }

    removed {
      from = aws_kms_key.data
      lifecycle {
        destroy = false
      }
    }
  }

  example "pass" "created and changed" {
    prior {
      resource "aws_kms_key" "data" {
        description = "data"
      }
    }

    resource "aws_kms_key" "data" {
      description         = "data"
      enable_key_rotation = true
    }

    resource "aws_kms_key" "new" {
      description = "new"
    }
  }

  example "fail" "keys that wait to be deleted" {
    data = {
      "data.aws_kms_key.this"    = { key_state = "PendingDeletion" }
      "data.aws_kms_key.replica" = { key_state = "PendingReplicaDeletion" }
    }

    data "aws_kms_key" "this" {
      key_id = "alias/example"
    }

    data "aws_kms_key" "replica" {
      key_id = "alias/example-replica"
    }
  }

  example "pass" "a key that is in use" {
    data = {
      "data.aws_kms_key.this" = { key_state = "Enabled" }
    }

    data "aws_kms_key" "this" {
      key_id = "alias/example"
    }
  }

  example "unknown" "which key is meant is decided at apply" {
    prior {}

    resource "terraform_data" "key" {
      input = "alias/example"
    }

    data "aws_kms_key" "this" {
      key_id = terraform_data.key.output
    }
  }
}

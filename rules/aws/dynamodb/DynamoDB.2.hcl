control "DynamoDB.2" {
  slug     = "dynamodb-table-pitr"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "Backups enabled"]
  title = {
    en = "DynamoDB tables can be restored to a point in time"
    ja = "DynamoDB テーブルでポイントインタイムリカバリが有効になっている"
  }
  why = {
    en = "A mistaken write or deletion reaches every item at once; point-in-time recovery takes the table back to any second of the last weeks."
    ja = "誤った書き込みや削除は一瞬で全項目に及びます。ポイントインタイムリカバリがあれば、過去数週間の任意の時点に復元できます。"
  }
  decides = "checked"
  config_rule = "dynamodb-pitr-enabled"
  frameworks = {
    "aws-fsbp"       = ["DynamoDB.2"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "CP-9", "SC-5(2)", "SI-12", "SI-13(5)"]
  }
  frameworks_derived = {
    "pci-dss-4.0" = ["10.3.3", "10.5.1", "3.2.1", "3.3.1.1", "3.3.1.3", "3.3.2", "3.3.3"]
    "soc2"        = ["cc_7_4", "cc_a_1_1"]
  }

  check "aws_dynamodb_table" {
    enforce {
      condition = any([for block in attrs.point_in_time_recovery : block.enabled])
      at        = "point_in_time_recovery.enabled"
      error_message = {
        en = "the table cannot be restored to a point in time"
        ja = "ポイントインタイムリカバリが無効になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "keep the table restorable"
        ja = "ポイントインタイムリカバリを有効にする"
      }
      warning = {
        en = "Continuous backups are charged by the size of the table."
        ja = "継続的バックアップの料金がテーブルのサイズに応じてかかります。"
      }
      set = { "point_in_time_recovery.enabled" = true }
    }
  }

  remediation {
    console = {
      en = ["Open the table's Backups tab in the DynamoDB console.", "Edit Point-in-time recovery and turn it on."]
      ja = ["DynamoDB コンソールでテーブルの「バックアップ」タブを開く。", "「ポイントインタイムリカバリ」を編集して有効にする。"]
    }
    cli = "aws dynamodb update-continuous-backups --table-name TABLE --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
  }

  example "fail" "left out" {
    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }
    }
  }

  example "fixed" "left out" {
    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }

      point_in_time_recovery {
        enabled = true
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }

      point_in_time_recovery {
        enabled = false
      }
    }
  }

  example "fixed" "switched off" {
    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }

      point_in_time_recovery {
        enabled = true
      }
    }
  }

  example "pass" "switched on" {
    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }

      point_in_time_recovery {
        enabled = true
      }
    }
  }

  example "pass" "by a dynamic block" {
    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }

      dynamic "point_in_time_recovery" {
        for_each = [true]
        content {
          enabled = point_in_time_recovery.value
        }
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_dynamodb_table" "orders" {
      name         = "orders"
      hash_key     = "id"
      billing_mode = "PAY_PER_REQUEST"
      attribute {
        name = "id"
        type = "S"
      }

      point_in_time_recovery {
        enabled = tobool(terraform_data.later.output)
      }
    }
  }
}

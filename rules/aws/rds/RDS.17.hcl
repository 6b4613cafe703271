control "RDS.17" {
  slug     = "rds-instance-copy-tags-to-snapshots"
  aliases  = []
  severity = "low"
  category = ["Identify", "Inventory"]
  title = {
    en = "RDS DB instances copy their tags to snapshots"
    ja = "RDS DB インスタンスのタグがスナップショットにコピーされる"
  }
  why = {
    en = "Snapshots without the instance's tags drop out of cost reports, access rules and clean-up that go by tags."
    ja = "タグのないスナップショットは、タグに基づくコスト集計やアクセス制御、棚卸しの対象から漏れてしまいます。"
  }
  decides = "checked"
  config_rule = "rds-instance-copy-tags-to-snapshots-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.17"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "CM-2(2)"]
  }
  frameworks_derived = {
    "soc2" = ["cc_7_5"]
  }

  check "aws_db_instance" {
    enforce {
      condition = default(attrs.copy_tags_to_snapshot, false)
      at        = "copy_tags_to_snapshot"
      error_message = {
        en = "tags are not copied to the instance's snapshots"
        ja = "DB インスタンスのタグがスナップショットにコピーされない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "copy tags to snapshots"
        ja = "タグをスナップショットにコピーする"
      }
      set = { copy_tags_to_snapshot = true }
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the RDS console and choose Modify.", "Tick Copy tags to snapshots and apply."]
      ja = ["RDS コンソールで DB インスタンスを開き「変更」を選ぶ。", "「スナップショットにタグをコピー」にチェックを入れて適用する。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --copy-tags-to-snapshot"
  }

  example "fail" "left out" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fixed" "left out" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = true
    }
  }

  example "fail" "switched off" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = false
    }
  }

  example "pass" "set" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = true
    }
  }

  example "pass" "set by a variable for several" {
    resource "aws_db_instance" "events" {
      identifier                  = "events"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = true
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = tobool(terraform_data.later.output)
    }
  }
}

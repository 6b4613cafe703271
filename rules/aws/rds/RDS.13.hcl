control "RDS.13" {
  slug     = "rds-instance-minor-upgrades"
  aliases  = []
  severity = "high"
  category = ["Detect", "Vulnerability and patch management"]
  title = {
    en = "RDS DB instances take minor versions automatically"
    ja = "RDS DB インスタンスでマイナーバージョン自動アップグレードが有効になっている"
  }
  why = {
    en = "Minor versions carry the engine's security fixes. Where nobody installs them, known holes stay open for months."
    ja = "マイナーバージョンにはエンジンのセキュリティ修正が含まれます。自動で適用されないと、既知の脆弱性が長期間放置されがちです。"
  }
  decides = "checked"
  config_rule = "rds-automatic-minor-version-upgrade-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.13"]
    "nist-800-53-r5" = ["SI-2", "SI-2(2)", "SI-2(4)", "SI-2(5)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["2.3.2"]
    "cis-aws-5.0"                   = ["2.2.2"]
    "pci-dss-4.0"                   = ["6.3.3"]
    "aws-well-architected-security" = ["SEC06-BP01"]
  }

  check "aws_db_instance" "aws_rds_cluster_instance" {
    enforce {
      condition = default(attrs.auto_minor_version_upgrade, true)
      at        = "auto_minor_version_upgrade"
      error_message = {
        en = "minor versions are not installed automatically"
        ja = "マイナーバージョンが自動で適用されない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "install minor versions automatically"
        ja = "マイナーバージョンを自動で適用する"
      }
      set = { auto_minor_version_upgrade = true }
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the RDS console and choose Modify.", "Tick Enable auto minor version upgrade and apply."]
      ja = ["RDS コンソールで DB インスタンスを開き「変更」を選ぶ。", "「マイナーバージョン自動アップグレードの有効化」にチェックを入れて適用する。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --auto-minor-version-upgrade"
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
      auto_minor_version_upgrade  = false
    }
  }

  example "fixed" "switched off" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      auto_minor_version_upgrade  = true
    }
  }

  example "fail" "switched off by a variable" {
    variable "setting" {
      default = false
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      auto_minor_version_upgrade  = var.setting
    }
  }

  example "fixed" "switched off by a variable" {
    variable "setting" {
      default = true
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      auto_minor_version_upgrade  = var.setting
    }
  }

  example "fail" "switched off for an instance of a cluster" {
    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier         = "orders"
      engine                     = "aurora-postgresql"
      instance_class             = "db.r6g.large"
      auto_minor_version_upgrade = false
    }
  }

  example "fixed" "switched off for an instance of a cluster" {
    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier         = "orders"
      engine                     = "aurora-postgresql"
      instance_class             = "db.r6g.large"
      auto_minor_version_upgrade = true
    }
  }

  example "pass" "switched on" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      auto_minor_version_upgrade  = true
    }
  }

  example "pass" "left to the default" {
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
      auto_minor_version_upgrade  = tobool(terraform_data.later.output)
    }
  }
}

control "RDS.2" {
  slug     = "rds-instance-not-public"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "RDS DB instances have no public address"
    ja = "RDS DB インスタンスがパブリックアクセス可能になっていない"
  }
  why = {
    en = "A database with a public address can be reached, scanned and attacked from the whole internet as soon as a security group leaves a gap."
    ja = "パブリックアクセス可能なデータベースは、セキュリティグループに隙があれば、インターネット全体からの探索や攻撃にさらされます。"
  }
  decides = "checked"
  notes = {
    en = "An unset argument is judged as private: the provider sends false for DB instances, and for Aurora instances the service decides by the subnet group, which is private unless every subnet has an internet gateway."
    ja = "未設定は非公開として判定します。DB インスタンスではプロバイダーが false を送り、Aurora では DB サブネットグループの構成に応じてサービスが決めます。"
  }
  config_rule = "rds-instance-public-access-check"
  frameworks = {
    "aws-fsbp"       = ["RDS.2"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.4", "1.3.6", "7.2.1"]
    "nist-800-53-r5" = ["AC-4", "AC-4(21)", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(21)", "SC-7(4)", "SC-7(5)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["2.3.3"]
    "cis-aws-5.0"                   = ["2.2.3"]
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "10.3.2", "3.5.1.3", "A1.1.2", "A1.1.3", "A3.4.1"]
    "aws-well-architected-security" = ["SEC03-BP07"]
    "iso-27001-2022"                = ["A.8.1"]
    "soc2"                          = ["cc_6_2"]
    "nist-csf-2.0"                  = ["ac_3"]
  }

  check "aws_db_instance" "aws_rds_cluster_instance" {
    enforce {
      condition = !default(attrs.publicly_accessible, false)
      at        = "publicly_accessible"
      error_message = {
        en = "the database has a public address"
        ja = "DB インスタンスにパブリックアクセスが許可されている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "take away the public address"
        ja = "パブリックアクセスを無効にする"
      }
      warning = {
        en = "Clients outside the VPC lose their connection; give them a private way first."
        ja = "VPC の外から接続しているクライアントは接続できなくなります。先にプライベートな経路を用意してください。"
      }
      set = { publicly_accessible = false }
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the RDS console and choose Modify.", "Under Connectivity choose Not publicly accessible, and apply immediately."]
      ja = ["RDS コンソールで DB インスタンスを開き「変更」を選ぶ。", "「接続」で「パブリックアクセス不可」を選び、すぐに適用する。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --no-publicly-accessible --apply-immediately"
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
      publicly_accessible         = true
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
      publicly_accessible         = false
    }
  }

  example "fail" "switched off by a variable" {
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
      publicly_accessible         = var.setting
    }
  }

  example "fixed" "switched off by a variable" {
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
      publicly_accessible         = var.setting
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
      publicly_accessible         = false
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
      input = false
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      publicly_accessible         = tobool(terraform_data.later.output)
    }
  }

  example "fail" "an Aurora instance" {
    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier  = "orders"
      engine              = "aurora-postgresql"
      instance_class      = "db.t4g.medium"
      publicly_accessible = true
    }
  }

  example "fixed" "an Aurora instance" {
    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier  = "orders"
      engine              = "aurora-postgresql"
      instance_class      = "db.t4g.medium"
      publicly_accessible = false
    }
  }

  example "pass" "private Aurora instances" {
    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier  = "orders"
      engine              = "aurora-postgresql"
      instance_class      = "db.t4g.medium"
      publicly_accessible = false
    }

    resource "aws_rds_cluster_instance" "reader" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }
  }
}

control "RDS.6" {
  slug     = "rds-instance-enhanced-monitoring"
  aliases  = []
  severity = "low"
  category = ["Detect", "Detection services"]
  title = {
    en = "RDS DB instances have Enhanced Monitoring"
    ja = "RDS DB インスタンスで拡張モニタリングが有効になっている"
  }
  why = {
    en = "Enhanced Monitoring shows what the operating system under the database does, so that trouble and abuse are seen within seconds."
    ja = "拡張モニタリングがあれば、データベースが動く OS の状態を秒単位で把握でき、障害や不審な動きに早く気付けます。"
  }
  decides = "checked"
  config_rule = "rds-enhanced-monitoring-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.6"]
    "nist-800-53-r5" = ["CA-7", "SI-2"]
  }

  check "aws_db_instance" "aws_rds_cluster_instance" {
    enforce {
      condition = default(attrs.monitoring_interval, 0) > 0
      at        = "monitoring_interval"
      error_message = {
        en = "Enhanced Monitoring is off"
        ja = "拡張モニタリングが無効になっている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "switch on Enhanced Monitoring with a role that may write its metrics"
        ja = "メトリクスを書き込めるロールを指定して拡張モニタリングを有効にする"
      }
      input "rds_monitoring_role_arn" {
        description = {
          en = "ARN of an IAM role that monitoring.rds.amazonaws.com may assume"
          ja = "monitoring.rds.amazonaws.com が引き受けられる IAM ロールの ARN"
        }
      }
      set = {
        monitoring_interval = 60
        monitoring_role_arn = var.rds_monitoring_role_arn
      }
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the RDS console and choose Modify.", "Under Monitoring tick Enable Enhanced Monitoring and choose the role and granularity."]
      ja = ["RDS コンソールで DB インスタンスを開き「変更」を選ぶ。", "「モニタリング」で「拡張モニタリングの有効化」にチェックを入れ、ロールと詳細度を選ぶ。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --monitoring-interval 60 --monitoring-role-arn ROLE_ARN"
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
    variable "rds_monitoring_role_arn" {
      type    = string
      default = "arn:aws:iam::123456789012:role/rds-monitoring"
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      monitoring_interval         = 60
      monitoring_role_arn         = var.rds_monitoring_role_arn
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
      monitoring_interval         = 0
    }
  }

  example "fail" "an Aurora instance" {
    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }
  }

  example "pass" "every minute" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      monitoring_interval         = 60
      monitoring_role_arn         = "arn:aws:iam::123456789012:role/rds-monitoring"
    }
  }

  example "pass" "every second" {
    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier  = "orders"
      engine              = "aurora-postgresql"
      instance_class      = "db.t4g.medium"
      monitoring_interval = 1
      monitoring_role_arn = "arn:aws:iam::123456789012:role/rds-monitoring"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = 60
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      monitoring_interval         = tonumber(terraform_data.later.output)
      monitoring_role_arn         = "arn:aws:iam::123456789012:role/rds-monitoring"
    }
  }
}

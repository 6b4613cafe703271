control "RDS.25" {
  slug     = "rds-instance-custom-admin-name"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Resource Configuration"]
  title = {
    en = "RDS DB instances have an administrator name of their own"
    ja = "RDS DB インスタンスの管理者ユーザー名が既定値ではない"
  }
  why = {
    en = "The engine's usual administrator name is the first that an attacker tries; a name of one's own makes guessing harder."
    ja = "既定の管理者名は攻撃者が最初に試す名前です。独自の名前にすれば推測されにくくなります。"
  }
  decides = "checked"
  config_rule = "rds-instance-default-admin-check"
  frameworks = {
    "aws-fsbp"       = ["RDS.25"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2"]
  }

  parameter "defaultAdminNames" {
    default = ["admin", "postgres", "root", "rdsadmin"]
    description = {
      en = "Names that count as default"
      ja = "既定値とみなす名前"
    }
  }

  check "aws_db_instance" {
    filter = is_set(attrs.username)
    enforce {
      condition = !contains(param.defaultAdminNames, lower(default(attrs.username, "")))
      at        = "username"
      error_message = {
        en = "the administrator is called ${attrs.username}, the engine's usual name"
        ja = "管理者名が既定値の ${attrs.username} のままになっている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "give the administrator a name of its own"
        ja = "管理者に独自の名前を付ける"
      }
      warning = {
        en = "An existing instance is destroyed and created empty."
        ja = "既存の DB インスタンスは削除され、空の状態で作り直されます。"
      }
      input "rds_master_username" {
        description = {
          en = "Administrator name of the database, other than admin, postgres or root"
          ja = "データベースの管理者名 (admin、postgres、root 以外)"
        }
      }
      set = { username = var.rds_master_username }
    }
  }

  remediation {
    console = {
      en = ["The name cannot be changed: create a new instance with another name in the RDS console.", "Move the data, and delete the old instance."]
      ja = ["名前は変更できないため、RDS コンソールで別の名前を指定して新しい DB インスタンスを作成する。", "データを移行し、古いインスタンスを削除する。"]
    }
    cli = "aws rds create-db-instance --db-instance-identifier NEW --engine ENGINE --master-username NAME --manage-master-user-password --db-instance-class CLASS --allocated-storage 20"
  }

  example "fail" "admin" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "mysql"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "admin"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fixed" "admin" {
    variable "rds_master_username" {
      type    = string
      default = "orders"
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "mysql"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = var.rds_master_username
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fail" "postgres" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "postgres"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fail" "root" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "mariadb"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "root"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "pass" "a name of its own" {
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

  example "pass" "a replica has its source's" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backup_retention_period     = 7
    }

    resource "aws_db_instance" "replica" {
      identifier          = "replica"
      instance_class      = "db.t4g.micro"
      replicate_source_db = aws_db_instance.orders.identifier
      skip_final_snapshot = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "orders"
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = tostring(terraform_data.later.output)
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }
}

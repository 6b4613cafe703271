control "RDS.15" {
  slug     = "rds-cluster-multi-az"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High availability"]
  title = {
    en = "RDS clusters run in several Availability Zones"
    ja = "RDS クラスターが複数の AZ で構成されている"
  }
  why = {
    en = "A cluster with instances in one zone only stops with that zone. An instance in a second zone takes over within a minute."
    ja = "インスタンスが 1 つの AZ にしかないクラスターは、その AZ の障害で停止します。別の AZ にもインスタンスがあれば 1 分程度で切り替わります。"
  }
  decides = "checked"
  notes = {
    en = "Terraform always lets RDS spread an Aurora cluster's storage over three zones; what is judged are the instances that can take over."
    ja = "Aurora のストレージは常に 3 つの AZ に分散されるため、切り替わり先となるインスタンスを判定します。"
  }
  config_rule = "rds-cluster-multi-az-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.15"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "cis-aws-5.0"    = ["2.2.4"]
    "iso-27001-2022" = ["A.8.14"]
  }

  check "aws_rds_cluster" {
    filter = default(attrs.engine_mode, "provisioned") == "provisioned"
    locals {
      members   = companions("aws_rds_cluster_instance", "cluster_identifier")
      # One of which the number is not known may be several.
      uncounted = any([for member in local.members : !exists([member])])
      second    = any([for i, a in local.members : any([for k, b in local.members : i < k && exists([a]) && exists([b]) && (a.availability_zone == null || b.availability_zone == null || a.availability_zone != b.availability_zone)])])
    }
    enforce {
      condition = any([is_set(attrs.db_cluster_instance_class), local.second, local.uncounted])
      at        = "availability_zones"
      error_message = {
        en = "the cluster has a single instance, so it runs in one Availability Zone"
        ja = "インスタンスが 1 つしかなく、単一の AZ で動いている"
      }
    }
    no_fix = {
      en = "a further instance costs as much as the first: add an aws_rds_cluster_instance in another Availability Zone, or raise its count to 2"
      ja = "インスタンスの追加には料金がかかるため自動では直さない。別の AZ に aws_rds_cluster_instance を追加するか、count を 2 以上にする"
    }
  }

  remediation {
    console = {
      en = ["Open the cluster in the RDS console and choose Add reader.", "Place the reader in another Availability Zone."]
      ja = ["RDS コンソールでクラスターを開き「リーダーの追加」を選ぶ。", "別の AZ を指定してリーダーを作成する。"]
    }
    cli = "aws rds create-db-instance --db-cluster-identifier CLUSTER --db-instance-identifier READER --engine ENGINE --db-instance-class CLASS --availability-zone ZONE"
  }

  example "fail" "one instance" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster_instance" "orders" {
      count              = 1
      cluster_identifier = aws_rds_cluster.orders.id
      engine             = aws_rds_cluster.orders.engine
      instance_class     = "db.t4g.medium"
    }
  }

  example "fail" "two instances in the same zone" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster_instance" "orders" {
      count              = 2
      cluster_identifier = aws_rds_cluster.orders.id
      engine             = aws_rds_cluster.orders.engine
      instance_class     = "db.t4g.medium"
      availability_zone  = "us-east-1a"
    }
  }

  example "fail" "no instance" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "pass" "two instances that the service places" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster_instance" "orders" {
      count              = 2
      cluster_identifier = aws_rds_cluster.orders.id
      engine             = aws_rds_cluster.orders.engine
      instance_class     = "db.t4g.medium"
    }
  }

  example "pass" "two zones by name" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster_instance" "orders" {
      count              = 2
      cluster_identifier = aws_rds_cluster.orders.id
      engine             = aws_rds_cluster.orders.engine
      instance_class     = "db.t4g.medium"
      availability_zone  = ["us-east-1a", "us-east-1b"][count.index]
    }
  }

  example "pass" "a Multi-AZ DB cluster" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "mysql"
      db_cluster_instance_class   = "db.m5d.large"
      allocated_storage           = 100
      storage_type                = "io1"
      iops                        = 1000
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "unknown" "zones decided at apply" {
    resource "terraform_data" "later" {
      input = "us-east-1a"
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster_instance" "orders" {
      count              = 2
      cluster_identifier = aws_rds_cluster.orders.id
      engine             = aws_rds_cluster.orders.engine
      instance_class     = "db.t4g.medium"
      availability_zone  = tostring(terraform_data.later.output)
    }
  }

  example "unknown" "a second instance that may be another cluster's" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster" "carts" {
      cluster_identifier          = "carts"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster_instance" "first" {
      cluster_identifier = aws_rds_cluster.orders.id
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }

    resource "aws_rds_cluster_instance" "second" {
      cluster_identifier = tobool(terraform_data.later.output) ? aws_rds_cluster.orders.id : aws_rds_cluster.carts.id
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }
  }
}

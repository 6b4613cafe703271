control "RDS.18" {
  slug     = "rds-instance-in-vpc"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure network configuration", "Resources within VPC"]
  title = {
    en = "RDS DB instances run in a VPC"
    ja = "RDS DB インスタンスが VPC 内に配置されている"
  }
  why = {
    en = "Outside a VPC there are no subnets, network ACLs, endpoints or VPC security groups to keep strangers from the database."
    ja = "VPC の外では、サブネットやネットワーク ACL、VPC エンドポイントによる保護が受けられません。"
  }
  decides = "not-decidable"
  limits = {
    en = "EC2-Classic was retired in 2022: an instance that Terraform creates always runs in a VPC, the default one when no subnet group is given, and the provider has no argument for anything else. Name db_subnet_group_name so that it is a VPC of your choice."
    ja = "EC2-Classic は 2022 年に廃止され、Terraform が作成する DB インスタンスは必ず VPC 内 (サブネットグループの指定がなければデフォルト VPC) に置かれます。意図した VPC に置くには db_subnet_group_name を指定してください。"
  }
  config_rule = "rds-deployed-in-vpc"
  frameworks = {
    "aws-fsbp"       = ["RDS.18"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.20", "A.8.21", "A.8.22"]
  }

  remediation {
    console = {
      en = ["Create a DB subnet group from private subnets of the VPC in the RDS console.", "Modify the instance and choose the group."]
      ja = ["RDS コンソールで VPC のプライベートサブネットから DB サブネットグループを作成する。", "DB インスタンスを変更し、そのサブネットグループを選ぶ。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --db-subnet-group-name GROUP --apply-immediately"
  }
}
